// All contact cards that match, page after page.
import { directory } from '~/api/clients';
import type { ContactCard } from '~/gen/lightship/v1/contact_pb';
import type { ExerciseStatus } from '~/gen/lightship/v1/statement_pb';

export interface ContactQuestion {
  all: boolean;
  economies?: string[];
  exerciseStatuses?: ExerciseStatus[];
}

export async function contactsFor(question: ContactQuestion, signal?: AbortSignal): Promise<ContactCard[]> {
  const found: ContactCard[] = [];
  let pageToken = '';
  do {
    const page = await directory.listContacts({ ...question, pageToken }, { signal });
    found.push(...page.contacts);
    pageToken = page.nextPageToken;
  } while (pageToken !== '');
  return found;
}
