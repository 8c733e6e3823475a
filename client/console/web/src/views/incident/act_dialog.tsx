// The form for what an officer set out to do.
import type { JSX } from 'preact';
import { CommentForm, ConfirmForm, RespondForm } from './forms';
import { ClassifyForm } from './classify_form';
import { JudgeForm } from './judge_form';
import { ObjectForm } from './object_form';
import type { Act, Page } from './page';
import { leadingReport, statementOf } from './reports';
import { WithdrawForm } from './withdraw_form';

export interface FormProps {
  page: Page;
  close: () => void;
}

export function ActDialog({ act, page, close }: FormProps & { act: Act }): JSX.Element | null {
  const named = statementOf(page.incident, page.summary.incidentId) ?? leadingReport(page.incident);
  if (!named) return null;
  const frame = { page, close, named };
  switch (act.kind) {
    case 'comment': return <CommentForm {...frame} about={act.about} />;
    case 'confirm': return <ConfirmForm {...frame} />;
    case 'respond': return <RespondForm {...frame} />;
    case 'classify': return <ClassifyForm {...frame} />;
    case 'object': return <ObjectForm {...frame} row={act.row} />;
    case 'judge': return <JudgeForm {...frame} similar={act.similar} verdict={act.verdict} />;
    case 'withdraw': return <WithdrawForm {...frame} target={act.target} />;
  }
}
