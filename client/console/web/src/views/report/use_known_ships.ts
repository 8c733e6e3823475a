// Ships that the node's incidents name, looked up while one types.
import { useEffect, useState } from 'preact/hooks';
import { incidents } from '~/api/clients';
import { noteAnswer } from '~/state/desk';
import { form } from './desk_form';
import { knownShips, type Found } from './lookup';

const pauseMs = 250;
const leastLetters = 3;
const mostLooked = 60;
const mostShown = 8;

interface Wanted {
  name?: string;
  imo?: string;
}

function isWorthAsking({ name, imo }: Wanted): boolean {
  return imo === undefined ? (name ?? '').trim().length >= leastLetters : /^\s*(IMO)?\s*\d{7}\s*$/i.test(imo);
}

const nothing: Found = { ships: [], restricted: 0 };

export function useKnownShips({ name = '', imo }: Wanted): Found {
  // An exercise is told with the ships of exercises, and never with those of others.
  const { exercise } = form.value.handling;
  const [ships, setShips] = useState(nothing);
  useEffect(() => {
    setShips(nothing);
    if (!isWorthAsking({ name, imo })) return undefined;
    const abort = new AbortController();
    const look = async () => {
      const filter = {
        vesselName: name.trim(), imoNumber: imo === undefined ? 0 : Number(imo.replace(/\D/g, '')),
        exerciseStatuses: [exercise],
      };
      const { incidents: found } = await incidents.listIncidents({ filter, pageSize: mostLooked }, { signal: abort.signal });
      noteAnswer();
      const known = knownShips(found);
      setShips({ ...known, ships: known.ships.slice(0, mostShown) });
    };
    // Without the node there is no history; the name is typed in full then.
    const timer = setTimeout(() => void look().catch(noteAnswer), pauseMs);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [name, imo, exercise]);
  return ships;
}
