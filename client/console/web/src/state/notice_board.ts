// All notices that match, page after page.
import { notices } from '~/api/clients';
import type { PostedNotice } from '~/gen/lightship/v1/notice_pb';
import { ExerciseStatus } from '~/gen/lightship/v1/statement_pb';

export const exerciseStatuses = [ExerciseStatus.EXERCISE, ExerciseStatus.SYSTEM, ExerciseStatus.TEST, ExerciseStatus.DRAFT];

export interface NoticeQuestion {
  all: boolean;
  economies?: string[];
  exerciseStatuses: ExerciseStatus[];
}

export async function noticesFor(question: NoticeQuestion, signal?: AbortSignal): Promise<PostedNotice[]> {
  const found: PostedNotice[] = [];
  let pageToken = '';
  do {
    const page = await notices.listNotices({ ...question, pageToken }, { signal });
    found.push(...page.notices);
    pageToken = page.nextPageToken;
  } while (pageToken !== '');
  return found;
}
