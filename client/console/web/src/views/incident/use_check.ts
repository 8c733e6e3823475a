// The check of a statement: its steps as they come, its verdict, and whether this browser can check at all.
import { useEffect, useRef, useState } from 'preact/hooks';
import type { IncidentStatement } from '~/gen/lightship/v1/incident_pb';
import type { GetReceiptResponse } from '~/gen/lightship/v1/submission_pb';
import type { StepResult, Verdict } from '~/proof/verify';
import { officer } from '~/state/desk';

interface Checked {
  // What the page shows.
  statement: IncidentStatement;
  response: GetReceiptResponse;
  statementFile: () => Uint8Array;
}

interface Check {
  results: StepResult[];
  verdict?: Verdict;
  busy: boolean;
  // This browser lacks what a check needs: nothing is said about the statement.
  cannot: boolean;
  error?: unknown;
}

const idle: Check = { results: [], busy: false, cannot: false };

export function useCheck({ statement, response, statementFile }: Checked): Check & { check: () => void } {
  const [state, setState] = useState<Check>(idle);
  const round = useRef(0);
  // A verdict is of what was shown and received when it was asked for.
  useEffect(() => {
    setState(idle);
    return () => { ++round.current; };
  }, [statement, response]);
  const check = () => {
    const mine = ++round.current;
    const tell = (change: (before: Check) => Check) => mine === round.current && setState(change);
    setState({ ...idle, busy: true });
    const work = async () => {
      const [{ canVerify }, { readRoots }, { verify }] = await Promise.all([
        import('~/proof/ed25519'), import('~/proof/identity'), import('~/proof/verify')]);
      if (!(await canVerify())) {
        tell(() => ({ ...idle, cannot: true }));
        return;
      }
      const roots = await readRoots(officer.value?.roots ?? []);
      const hear = (result: StepResult) => tell((before) => ({ ...before, results: [...before.results, result] }));
      const verdict = await verify(statementFile(), response.receipt!.tlogProof, roots, hear, statement);
      tell((before) => ({ ...before, verdict, busy: false }));
    };
    work().catch((error: unknown) => tell((before) => ({ ...before, error, busy: false })));
  };
  return { ...state, check };
}
