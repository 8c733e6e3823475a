// The form of this tab: what is typed, what was understood, what the desk says of it. Outlives the view, not the tab.
import { computed, signal } from '@preact/signals';
import { Code, ConnectError } from '@connectrpc/connect';
import { desk } from '~/api/clients';
import { violationsOf } from '~/api/errors';
import type { ReviewResponse, SendResponse } from '~/gen/lightship/console/v1/desk_pb';
import { noteAnswer } from '~/state/desk';
import { claimDraft, dropDraft, keepDraft, newDraftName, type KeptDraft } from '~/state/drafts';
import { lookAtSpool } from '~/state/spool';
import { draftOf } from './draft';
import { draftTitle } from './draft_title';
import { emptyForm, same, type Account, type Form, type Handling } from './form';
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
  const own = misunderstood(form.value.account, said.value);
  const told = refusals(reviewed.value?.violations ?? []);
  return [...own, ...told.filter(({ field }) => !own.some((one) => one.field === field))];
});

// What the form was when it was begun: nothing typed, nothing to keep.
let begun = form.peek();
let draft = '';
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
  sent.value = null;
  tried.value = false;
  stage.value = 'writing';
}

function leaveDraft(): void {
  release?.();
  release = undefined;
  draft = '';
  keptAt.value = null;
  keepError.value = null;
  restoredFrom.value = null;
}

export function begin(start: Form = blankForm()): void {
  leaveDraft();
  begun = start;
  show(start);
}

// False when another tab has it.
export async function restore(kept: KeptDraft): Promise<boolean> {
  const claimed = await claimDraft(kept.name);
  if (!claimed) return false;
  leaveDraft();
  release = claimed;
  draft = kept.name;
  begun = blankForm();
  restoredFrom.value = kept.changedAt;
  keptAt.value = kept.changedAt;
  show({ ...blankForm(), ...kept.value.form as Form });
  return true;
}

// The draft that this tab holds; '' while nothing was kept.
export function draftName(): string {
  return draft;
}

function isPristine(): boolean {
  return same(form.peek(), begun);
}

// Durable when it returns.
export async function keep(): Promise<void> {
  if (isPristine() || stage.peek() === 'sent') return;
  if (!draft) {
    draft = newDraftName();
    release = await claimDraft(draft);
  }
  try {
    await keepDraft(draft, { title: draftTitle(form.peek()), form: form.peek() });
    keptAt.value = new Date();
    keepError.value = null;
  } catch (error) {
    keepError.value = error;
  }
}

export async function discard(): Promise<void> {
  const name = draft;
  begin();
  if (name) await dropDraft(name);
}

// Asks the desk what it makes of the form as it is now.
export async function consider(signal?: AbortSignal): Promise<void> {
  const asked = form.peek();
  const understood = await understand(asked.account, signal);
  said.value = understood;
  reviewed.value = await desk.review({ draft: draftOf(asked, understood) }, { signal });
}

export async function toReview(): Promise<void> {
  tried.value = true;
  await consider();
  if (problems.peek().length === 0) stage.value = 'review';
}

// Signs and hands in. Of a refusal that names fields the problems are shown in the form; others are thrown.
export async function send(): Promise<void> {
  const understood = await understand(form.peek().account);
  try {
    sent.value = await desk.send({ draft: draftOf(form.peek(), understood) });
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
  const name = draft;
  leaveDraft();
  if (name) await dropDraft(name).catch(() => undefined);
}
