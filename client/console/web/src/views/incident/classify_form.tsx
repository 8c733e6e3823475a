// Classifying an incident: in ReCAAP's scheme with what the rule proposes.
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { GetIncidentResponse, IncidentStatement } from '~/gen/lightship/v1/incident_pb';
import { ClassificationScheme, ClassificationSchemeSchema } from '~/gen/lightship/v1/vocabulary_pb';
import { t } from '~/i18n/catalogue';
import { drawnOn, partDrawn } from '~/state/drawn';
import { classChoices } from './classes';
import * as drafts from './drafts';
import type { NamedProps } from './forms';
import { Choice, Code, Text } from './inputs';
import { proposeRecaap } from './recaap';
import { economyOf, isInForce, reportsOf } from './reports';
import { Say } from './say';

// The newest report in force of the named one's economy that can be read here, or of anybody.
function judgedReport(incident: GetIncidentResponse, named: IncidentStatement): IncidentStatement | undefined {
  const readable = reportsOf(incident).filter((report) => report.facts && isInForce(report));
  return readable.filter((report) => economyOf(report) === economyOf(named)).at(-1) ?? readable[0];
}

export function ClassifyForm({ page, close, named }: NamedProps): JSX.Element {
  const report = judgedReport(page.incident, named);
  const proposal = report?.facts && proposeRecaap(report.facts);
  const [scheme, setScheme] = useState(ClassificationScheme.RECAAP_CAT);
  const [value, setValue] = useState(proposal?.category ?? '');
  const [basis, setBasis] = useState('');
  const known = classChoices(scheme);
  const proposed = scheme === ClassificationScheme.RECAAP_CAT && proposal?.category;
  const drawn = report && proposed ? [drawnOn(named), partDrawn(report, 'facts')] : [drawnOn(named)];
  const changeScheme = (chosen: number) => {
    setScheme(chosen);
    setValue(chosen === ClassificationScheme.RECAAP_CAT ? proposal?.category ?? '' : '');
  };
  return (
    <Say title={t('incident.act.classify')} named={named} drawn={drawn} close={close} sent={page.again}
         content={() => drafts.classification(scheme, value, basis.trim())}>
      <Code label={t('incident.form.scheme')} schema={ClassificationSchemeSchema} value={scheme} change={changeScheme} />
      {known ? (
        <Choice label={t('incident.form.value')} value={value} change={setValue}
                hint={proposed ? t(proposal.provisional ? 'incident.form.proposedProvisional' : 'incident.form.proposed',
                  { category: t(`incident.recaap.${proposal.category}`) }) : undefined}>
          {known.map((one) => <option key={one.value} value={one.value}>{one.name}</option>)}
        </Choice>
      ) : <Text label={t('incident.form.value')} value={value} change={setValue} required />}
      <Text label={t('incident.form.basis')} value={basis} change={setBasis} hint={t('incident.form.basisHint')} long />
    </Say>
  );
}
