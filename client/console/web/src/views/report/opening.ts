// What the form opens with: what the address asks for, else a draft that no tab holds, else nothing.
import { useEffect, useState } from 'preact/hooks';
import { officer } from '~/state/desk';
import { freeDrafts, lookForDrafts, othersWrite, type KeptDraft } from '~/state/drafts';
import { route } from '~/state/route';
import { begin, draftName, form, keep, restore, stage } from './desk_form';
import { emptyForm, type Form } from './form';
import { incidentAt } from './incident_at';
import { readForm } from './kept_form';
import { amendment, followUp } from './known';

interface Wanted {
  // A draft by its name, or an incident to begin from.
  how: 'draft' | 'about' | 'amends';
  name: string;
}

function wantedOf(params: URLSearchParams): Wanted | undefined {
  for (const how of ['draft', 'amends', 'about'] as const) {
    const name = params.get(how);
    if (name) return { how, name };
  }
  return undefined;
}

// A draft fits when it is the one asked for, or was begun in the same way.
function fits({ name, value }: KeptDraft, wanted: Wanted | undefined): boolean {
  if (wanted?.how === 'draft') return name === wanted.name;
  const kept = readForm(value.form, emptyForm());
  if (!kept) return false;
  const { beginning } = kept;
  return beginning?.how === wanted?.how && (beginning?.address ?? '') === (wanted?.name ?? '');
}

async function restoreFitting(wanted: Wanted | undefined, shown: Form): Promise<boolean> {
  await lookForDrafts();
  const found = freeDrafts.peek().find((draft) => fits(draft, wanted));
  // Who has begun to type meanwhile, without asking for a draft, goes on.
  if (!found || (!wanted && form.peek() !== shown)) return false;
  await keep();
  if (!(await restore(found))) return false;
  freeDrafts.value = freeDrafts.peek().filter((draft) => draft !== found);
  return true;
}

// What was left half-written is brought back once, and not beside a tab that is at work; a new report that is asked for later
// is a new one.
let opened = false;

export async function open(wanted: Wanted | undefined, abort: AbortSignal): Promise<void> {
  const first = !opened;
  opened = true;
  const shown = form.peek();
  await keep();
  void lookForDrafts().catch(() => undefined);
  if ((wanted || (first && !(await othersWrite()))) && await restoreFitting(wanted, shown).catch(() => false)) return;
  if (wanted === undefined || wanted.how === 'draft') {
    if (first && form.peek() !== shown) return;
    await keep();
    return begin();
  }
  const incident = await incidentAt(wanted.name, abort);
  const { agency } = form.peek().handling;
  await keep();
  if (abort.aborted) return;
  const { economy } = officer.peek()!;
  begin(wanted.how === 'amends' ? amendment(incident, wanted.name, economy) : followUp(incident, agency, economy));
}

// True while what is shown is what the address asks for.
function isShown(wanted: Wanted | undefined): boolean {
  const { beginning } = form.peek();
  if (wanted?.how === 'draft') return draftName() === wanted.name;
  if (wanted) return stage.peek() !== 'sent' && beginning?.how === wanted.how && beginning.address === wanted.name;
  return opened && stage.peek() !== 'sent' && !beginning;
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
  }, [wanted?.how, wanted?.name, round]);
  return { error, again: () => setRound((n) => n + 1) };
}
