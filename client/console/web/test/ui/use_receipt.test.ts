import { create } from '@bufbuild/protobuf';
import { expect, test, vi } from 'vitest';
import '../browser';
import { ReceiptSchema, type Receipt } from '~/gen/lightship/v1/log_pb';

vi.mock('~/api/clients', () => ({}));
vi.mock('~/api/session', () => ({}));
vi.mock('~/state/desk', () => ({}));
const { followReceipt } = await import('~/ui/use_receipt');

const audience = ['SG', 'ID', 'PH'];
const heldBy = (...holders: string[]) => create(ReceiptSchema, { holders, audience });

// What was asked and told, with the pauses before each question.
async function follow(first: Receipt | undefined, answers: (Receipt | undefined)[], back: number[] = []): Promise<{ pauses: number[]; told: number[] }> {
  const pauses: number[] = [];
  const told: number[] = [];
  let asked = 0;
  await followReceipt(first, {
    ask: async () => answers[asked++],
    pause: async (ms) => { pauses.push(ms); return back.includes(pauses.length); },
    tell: ({ holders }) => void told.push(holders.length),
    ended: () => asked === answers.length && pauses.length > answers.length,
  });
  return { pauses, told };
}

test('a receipt that everyone holds is not asked for', async () => {
  expect(await follow(heldBy(...audience), [])).toEqual({ pauses: [], told: [] });
});

test('a receipt is asked for until everyone holds it', async () => {
  const { told } = await follow(undefined, [undefined, heldBy('SG'), heldBy('SG', 'ID'), heldBy(...audience)]);
  expect(told).toEqual([1, 2, 3]);
});

test('questions grow rarer while nothing changes, up to one a minute, and are quick again when something did', async () => {
  const still = new Array<Receipt>(12).fill(heldBy('SG'));
  const { pauses } = await follow(heldBy('SG'), [...still, heldBy('SG', 'ID'), heldBy('SG', 'ID')]);
  expect(pauses.slice(0, 3)).toEqual([2000, 3000, 4500]);
  expect(pauses[11]).toBe(60_000);
  expect(pauses.slice(13, 15)).toEqual([2000, 3000]);
});

test('questions are quick again when the node or the officer is back', async () => {
  expect((await follow(undefined, [undefined, undefined, undefined], [3])).pauses).toEqual([2000, 3000, 4500, 2000]);
});
