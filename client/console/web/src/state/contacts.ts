// All contact cards that match, page after page.
import { directory } from '~/api/clients';
import { allPages } from '~/api/pages';
import type { ContactCard } from '~/gen/lightship/v1/contact_pb';
import type { ExerciseStatus } from '~/gen/lightship/v1/statement_pb';

interface ContactQuestion {
  all: boolean;
  economies?: string[];
  exerciseStatuses?: ExerciseStatus[];
}

export function contactsFor(question: ContactQuestion, signal?: AbortSignal): Promise<ContactCard[]> {
  return allPages((pageToken) => directory.listContacts({ ...question, pageToken }, { signal }), (page) => page.contacts);
}
