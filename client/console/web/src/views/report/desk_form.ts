// The form of this tab: what is typed, what was understood, what the desk says of it. Outlives the view, not the tab.
import { batch, computed, signal } from '@preact/signals';
import { base64Encode } from '@bufbuild/protobuf/wire';
import { Code, ConnectError } from '@connectrpc/connect';
import { desk } from '~/api/clients';
import { violationsOf } from '~/api/errors';
import type { Draft, ReviewResponse, SendResponse } from '~/gen/lightship/console/v1/desk_pb';
import { attemptOf } from '~/state/attempt';
import { noteAnswer } from '~/state/desk';
import { claimDraft, dropDraft, keepDraft, newDraftName, type KeptDraft } from '~/state/drafts';
import { lookAtSpool } from '~/state/spool';
import { asDrafted, draftOf } from './draft';
import { draftTitle } from './draft_title';
import { emptyForm, same, type Account, type Form, type Handling } from './form';
import { readForm } from './kept_form';
import { misunderstood, refusals, type Problem } from './problems';
import { nothingSaid, understand } from './understand';

export type Stage = 'writing' | 'review' | 'sent';

const agencyKey = 'lightship.report.agency';

function blankForm(): Form {
  return emptyForm(localStorage.getItem(agencyKey) ?? '');
}

export const form = signal<Form>(blankForm());
export const said = signal(nothingSaid());
export const reviewed = signal<ReviewResponse | null>(null);
// What that form would be signed as: the draft of the review, and the one that is sent.
export const drafted = signal<{ form: Form; draft: Draft } | null>(null);
export const stage = signal<Stage>('writing');
export const sent = signal<SendResponse | null>(null);
// When the draft was last kept; null: not yet.
export const keptAt = signal<Date | null>(null);
export const keepError = signal<unknown>(null);
// When the draft that was found at opening had been kept.
export const restoredFrom = signal<Date | null>(null);
// Problems are shown once somebody has asked for a review.
export const tried = signal(false);

export const problems = computed<Problem[]>(() => {
  const own = misunderstood(form.value, said.value);
  const told = refusals(reviewed.value?.violations ?? []);
  return [...own, ...told.filter(({ field }) => !own.some((one) => one.field === field))];
});

// What the form was when it was begun: nothing typed, nothing to keep.
let begun = form.peek();
let draft = '';
// The draft's name from the beginning, before anything is kept.
let name = newDraftName();
let release: (() => void) | undefined;

export function changeAccount(change: Partial<Account>): void {
  form.value = { ...form.peek(), account: { ...form.peek().account, ...change } };
}

export function changeHandling(change: Partial<Handling>): void {
  form.value = { ...form.peek(), handling: { ...form.peek().handling, ...change } };
}

function show(shown: Form): void {
  form.value = shown;
  said.value = nothingSaid();
  reviewed.value = null;
  drafted.value = null;
  sent.value = null;
  tried.value = false;
  stage.value = 'writing';
}

function leaveDraft(): void {
  release?.();
  release = undefined;
  draft = '';
  name = newDraftName();
  keptAt.value = null;
  keepError.value = null;
  restoredFrom.value = null;
}

export function begin(start: Form = blankForm()): void {
  leaveDraft();
  begun = start;
  show(start);
}

// False when another tab has it, or it cannot be read.
export async function restore(kept: KeptDraft): Promise<boolean> {
  const restored = readForm(kept.value.form, blankForm());
  if (!restored) return false;
  const claimed = await claimDraft(kept.name);
  if (!claimed) return false;
  leaveDraft();
  release = claimed;
  draft = kept.name;
  name = kept.name;
  begun = blankForm();
  restoredFrom.value = kept.changedAt;
  keptAt.value = kept.changedAt;
  show(restored);
  return true;
}

// The draft that this tab holds; '' while nothing was kept.
export function draftName(): string {
  return draft;
}

function isPristine(): boolean {
  return same(form.peek(), begun);
}

// Whether the desk was asked about the form as it is now.
export function isDrafted(): boolean {
  return same(drafted.peek()?.form, form.peek());
}

// With the date that a clock time was understood to have: tomorrow it would have another.
function datedForm(): Form {
  const { dated } = said.peek();
  const typed = form.peek();
  return dated && isDrafted() ? { ...typed, account: { ...typed.account, time: dated } } : typed;
}

async function claim(): Promise<void> {
  draft = name;
  release = await claimDraft(draft);
}

// Durable when it returns. Handed in at once: a page that is being left goes no further.
export async function keep(): Promise<void> {
  if (isPristine() || stage.peek() === 'sent') return;
  const claimed = draft ? undefined : claim();
  try {
    await keepDraft(draft, { title: draftTitle(form.peek()), form: datedForm() });
    await claimed;
    keptAt.value = new Date();
    keepError.value = null;
  } catch (error) {
    keepError.value = error;
  }
}

export async function discard(): Promise<void> {
  const kept = draft;
  begin();
  if (kept) await dropDraft(kept);
}

let newestQuestion = 0;

// Asks the desk what it makes of the form as it is now. What is answered after a later question was put is passed over: it would
// take back what that one has told.
export async function consider(signal?: AbortSignal): Promise<void> {
  const question = ++newestQuestion;
  const asked = form.peek();
  const understood = await understand(asked, signal);
  if (question !== newestQuestion) return;
  const draft = draftOf(asked, understood);
  batch(() => {
    said.value = asDrafted(understood, draft);
    drafted.value = null;
  });
  const answer = await desk.review({ draft }, { signal });
  if (question !== newestQuestion) return;
  batch(() => {
    reviewed.value = answer;
    drafted.value = { form: asked, draft };
  });
}

export async function toReview(): Promise<void> {
  tried.value = true;
  do await consider(); while (!isDrafted());
  if (problems.peek().length > 0) {
    stage.value = 'writing';
    return;
  }
  batch(() => {
    form.value = datedForm();
    drafted.value = { ...drafted.peek()!, form: form.peek() };
    stage.value = 'review';
  });
}

// Signs and hands in what the review showed; what has changed since is shown first. Of a refusal that names fields the problems
// are shown in the form; others are thrown.
export async function send(): Promise<void> {
  if (!isDrafted()) return toReview();
  try {
    const { draft: signing } = drafted.peek()!;
    sent.value = await desk.send({ draft: signing, attempt: await attemptOf(name, signing) });
  } catch (error) {
    if (ConnectError.from(error).code === Code.InvalidArgument && violationsOf(error).length > 0) {
      reviewed.value = { ...reviewed.peek()!, violations: violationsOf(error) as ReviewResponse['violations'] };
      stage.value = 'writing';
      return;
    }
    throw error;
  }
  noteAnswer(sent.value.receipt ? undefined : new ConnectError(sent.value.waitsBecause, Code.Unavailable));
  void lookAtSpool().catch(() => undefined);
  localStorage.setItem(agencyKey, form.peek().handling.agency.trim());
  stage.value = 'sent';
  const kept = draft;
  const title = draftTitle(form.peek());
  leaveDraft();
  if (kept) await dropSent(kept, { title, form: form.peek(), sentAs: base64Encode(sent.peek()!.statementId) });
}

// Noted first: a draft that could not be dropped is not to be sent twice.
async function dropSent(name: string, noted: KeptDraft['value']): Promise<void> {
  await keepDraft(name, noted).catch(() => undefined);
  await dropDraft(name).catch(() => undefined);
}
