// What is signed is what the review showed.
import { create } from '@bufbuild/protobuf';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import '../browser';
import { ReviewResponseSchema, SendResponseSchema, UnderstandResponseSchema, type Draft } from '~/gen/lightship/console/v1/desk_pb';

const heard = vi.hoisted(() => ({ sent: [] as Draft[], times: [] as string[], kept: [] as object[], dropFails: false }));
// Answers of the desk that are being held back.
const held = vi.hoisted(() => ({ understand: Promise.resolve(), review: Promise.resolve(), claim: Promise.resolve() }));

vi.mock('~/api/clients', () => ({
  desk: {
    understand: async ({ time }: { time?: string }) => {
      if (time) heard.times.push(time);
      await held.understand;
      return create(UnderstandResponseSchema, { time: { asWritten: time } });
    },
    review: async (_: object, { signal }: { signal?: AbortSignal }) => {
      await held.review;
      signal?.throwIfAborted();
      return create(ReviewResponseSchema);
    },
    send: async ({ draft }: { draft: Draft }) => {
      heard.sent.push(draft);
      return create(SendResponseSchema, { statementId: new Uint8Array([1, 2, 3]) });
    },
  },
}));
vi.mock('~/state/desk', () => ({ noteAnswer: () => undefined }));
vi.mock('~/state/spool', () => ({ lookAtSpool: async () => undefined }));
vi.mock('~/state/drafts', () => ({
  newDraftName: () => 'report-1',
  claimDraft: async () => {
    await held.claim;
    return () => undefined;
  },
  keepDraft: async (_: string, draft: object) => void heard.kept.push(draft),
  dropDraft: async () => { if (heard.dropFails) throw new Error('disk'); },
}));

const { begin, changeAccount, consider, form, keep, send, stage, toReview } = await import('~/views/report/desk_form');

// From now until the answer is called.
function hold(call: keyof typeof held): () => void {
  let release!: () => void;
  held[call] = new Promise((resolve) => (release = resolve));
  return () => {
    held[call] = Promise.resolve();
    release();
  };
}

const timeSent = () => heard.sent.map(({ content }) => content.case === 'report' && content.value.facts!.occurred!.asWritten);

beforeEach(() => {
  vi.useFakeTimers({ now: new Date('2026-11-22T03:25:00Z') });
  begin();
  changeAccount({ time: '0326 UTC' });
});
afterEach(() => {
  vi.useRealTimers();
  Object.assign(heard, { sent: [], times: [], kept: [], dropFails: false });
});

test('a clock time is of the day that the review showed, also when it is signed later', async () => {
  await toReview();
  vi.setSystemTime(new Date('2026-11-22T03:27:00Z'));
  await send();
  expect(timeSent()).toEqual(['2026-11-21 0326 UTC']);
  expect(stage.peek()).toBe('sent');
});

test('a clock time stands with its date once it was understood, and so it is kept', async () => {
  await toReview();
  expect(form.peek().account.time).toBe('2026-11-21 0326 UTC');
  await keep();
  expect(heard.kept.at(-1)).toMatchObject({ form: { account: { time: '2026-11-21 0326 UTC' } } });
});

test('what was changed after the review is shown before it is signed', async () => {
  await toReview();
  changeAccount({ place: 'off Nipah' });
  await send();
  expect([heard.sent.length, stage.peek()]).toEqual([0, 'review']);
  await send();
  expect(heard.sent.length).toBe(1);
});

test('a draft that could not be dropped says that it was sent', async () => {
  await keep();
  heard.dropFails = true;
  await toReview();
  await send();
  expect(heard.kept.at(-1)).toMatchObject({ sentAs: 'AQID' });
});

test('what was being considered when the review was asked for does not take the review back', async () => {
  changeAccount({ time: '2026-11-21 0326 UTC' });
  const answerReview = hold('review');
  const reviewing = toReview();
  await vi.advanceTimersByTimeAsync(0);
  const answerUnderstand = hold('understand');
  const abort = new AbortController();
  const considering = consider(abort.signal).catch(() => undefined);
  held.understand = Promise.resolve();
  answerReview();
  await reviewing;
  const answerLater = hold('review');
  answerUnderstand();
  await vi.advanceTimersByTimeAsync(0);
  abort.abort();
  answerLater();
  await considering;
  await send();
  expect([heard.sent.length, stage.peek()]).toEqual([1, 'sent']);
});

test('a field that is left as it was does not ask for another review', async () => {
  await toReview();
  changeAccount({ ships: structuredClone(form.peek().account.ships) });
  await send();
  expect(stage.peek()).toBe('sent');
});

test('a draft is handed in before anything is waited for: a page that is being left goes no further', async () => {
  const answerClaim = hold('claim');
  const keeping = keep();
  expect(heard.kept.length).toBe(1);
  answerClaim();
  await keeping;
});
