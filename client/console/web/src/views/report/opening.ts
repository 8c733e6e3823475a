// What the form opens with: what the address asks for, else a draft that no tab holds, else nothing.
import { signal } from '@preact/signals';
import { useEffect, useState } from 'preact/hooks';
import { officer } from '~/state/desk';
import { route } from '~/state/route';
import { begin, form, isPristine, restore, stage } from './desk_form';
import { freeDrafts, type KeptDraft } from './drafts';
import { incidentAt } from './incident_at';
import { amendment, followUp } from './known';

// Drafts of this desk that no tab holds, beside the one that is shown.
export const otherDrafts = signal<KeptDraft[]>([]);

export async function lookForDrafts(): Promise<void> {
  otherDrafts.value = await freeDrafts();
}

interface Wanted {
  how: 'about' | 'amends';
  address: string;
}

function wantedOf(params: URLSearchParams): Wanted | undefined {
  for (const how of ['amends', 'about'] as const) {
    const address = params.get(how);
    if (address) return { how, address };
  }
  return undefined;
}

// A draft fits when it was begun in the same way.
function fits({ value }: KeptDraft, wanted: Wanted | undefined): boolean {
  return value.beginning?.how === wanted?.how && (value.beginning?.address ?? '') === (wanted?.address ?? '');
}

async function restoreFitting(wanted: Wanted | undefined): Promise<boolean> {
  await lookForDrafts();
  const found = otherDrafts.peek().find((draft) => fits(draft, wanted));
  if (!found || !(await restore(found))) return false;
  otherDrafts.value = otherDrafts.peek().filter((draft) => draft !== found);
  return true;
}

async function open(wanted: Wanted | undefined, abort: AbortSignal): Promise<void> {
  if (await restoreFitting(wanted).catch(() => false)) return;
  if (!wanted) return begin();
  const incident = await incidentAt(wanted.address, abort);
  const { agency } = form.peek().handling;
  if (abort.aborted) return;
  begin(wanted.how === 'amends' ? amendment(incident, wanted.address, officer.peek()!.economy) : followUp(incident, agency));
}

// True while what is shown is what the address asks for.
function isShown(wanted: Wanted | undefined): boolean {
  const { beginning } = form.peek();
  if (stage.peek() === 'sent') return wanted === undefined;
  if (isPristine() && !wanted && !beginning) return false;
  return beginning?.how === wanted?.how && (!wanted || beginning?.address === wanted.address);
}

export function useOpening(): { error: unknown; again: () => void } {
  const wanted = wantedOf(route.value.params);
  const [error, setError] = useState<unknown>(null);
  const [round, setRound] = useState(0);
  useEffect(() => {
    if (isShown(wanted)) return undefined;
    const abort = new AbortController();
    setError(null);
    open(wanted, abort.signal).catch((reason: unknown) => !abort.signal.aborted && setError(reason));
    return () => abort.abort();
  }, [wanted?.how, wanted?.address, round]);
  return { error, again: () => setRound((n) => n + 1) };
}
