// All notices that match, page after page.
import { notices } from '~/api/clients';
import { allPages } from '~/api/pages';
import type { PostedNotice } from '~/gen/lightship/v1/notice_pb';
import { ExerciseStatus } from '~/gen/lightship/v1/statement_pb';

export const exerciseStatuses = [ExerciseStatus.EXERCISE, ExerciseStatus.SYSTEM, ExerciseStatus.TEST, ExerciseStatus.DRAFT];

interface NoticeQuestion {
  all: boolean;
  economies?: string[];
  exerciseStatuses: ExerciseStatus[];
}

export function noticesFor(question: NoticeQuestion, signal?: AbortSignal): Promise<PostedNotice[]> {
  return allPages((pageToken) => notices.listNotices({ ...question, pageToken }, { signal }), (page) => page.notices);
}
