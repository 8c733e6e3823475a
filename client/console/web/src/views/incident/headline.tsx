// What happened, where, when, to whom, and how sure that is.
import type { JSX } from 'preact';
import { desk } from '~/api/clients';
import { metresPerMile } from '~/base/geodesy';
import type { Place } from '~/gen/lightship/console/v1/desk_pb';
import type { GetIncidentResponse, IncidentSummary } from '~/gen/lightship/v1/incident_pb';
import { ExerciseStatus, ExerciseStatusSchema } from '~/gen/lightship/v1/statement_pb';
import {
  ActStage, ActStageSchema, ClassificationScheme, ReportingArea, ReportingAreaSchema, ShipStatusSchema, ShipTypeSchema, Verification, VerificationSchema,
} from '~/gen/lightship/v1/vocabulary_pb';
import { withheldFor } from '~/i18n/audience';
import { t } from '~/i18n/catalogue';
import { landmarkText, navareaText } from '~/i18n/place';
import { agoText, listText, occurredText, positionText } from '~/i18n/format';
import { economyName, enumName } from '~/i18n/names';
import { incidentPath } from '~/state/incident_path';
import { areaTitled } from '~/ui/areas';
import { Link } from '~/ui/link';
import { MiniMap } from '~/ui/mini_map';
import { useDeskAnswer } from '~/ui/use_answer';
import { classText } from './classes';
import type { Page } from './page';
import { proposeRecaap } from './recaap';
import { economyOf, isInForce, leadingReport, shortId } from './reports';

const e7 = 1e7;
// The smallest of those that hold the point.
const areasShown = 2;

function isActual(summary: IncidentSummary): boolean {
  return summary.exerciseStatus === ExerciseStatus.ACTUAL || summary.exerciseStatus === ExerciseStatus.UNSPECIFIED;
}

// `economy`: whose part it is that does not stand here.
function shipText(summary: IncidentSummary, economy: string): string {
  if (summary.vesselName) {
    return summary.imoNumber ? t('incident.shipWithImo', { name: summary.vesselName, imo: String(summary.imoNumber) }) : summary.vesselName;
  }
  return summary.vesselWithheld ? withheldFor(summary.vesselWithheld, economy) : t('common.notKnown');
}

function usePlace(summary: IncidentSummary): Place | undefined {
  const { latE7, lonE7 } = summary.position ?? {};
  const asked = latE7 === undefined || lonE7 === undefined ? '' : `${latE7 / e7}, ${lonE7 / e7}`;
  const { value } = useDeskAnswer(async (signal) => (asked ? (await desk.understand({ position: asked }, { signal })).place : undefined), [asked]);
  return value;
}

// ReCAAP's category as economies classify it; as the rule proposes it where none does.
function categoryTags(incident: GetIncidentResponse): { text: string; hint?: string }[] {
  const held = incident.statements.filter(isInForce).flatMap((by) => {
    const claim = by.assertion?.claim;
    if (claim?.case !== 'classification' || claim.value.scheme !== ClassificationScheme.RECAAP_CAT) return [];
    return [{ text: t('incident.categoryBy', { category: classText(claim.value.scheme, claim.value.value), economy: economyName(economyOf(by)) }) }];
  });
  const facts = leadingReport(incident)?.facts;
  const proposal = facts && proposeRecaap(facts);
  if (held.length > 0 || !proposal?.category) return held;
  const key = proposal.provisional ? 'incident.proposedProvisional' : 'incident.proposed';
  return [{ text: t(key, { category: t(`incident.recaap.${proposal.category}`) }), hint: t('incident.proposalHint') }];
}

function Tags({ incident, summary }: Page): JSX.Element {
  return (
    <div class="row">
      {summary.retracted && <span class="tag alert">{t('incident.retracted')}</span>}
      {summary.doubtful && <span class="tag alert">{t('incident.doubtful')}</span>}
      <span class={`tag ${summary.verification >= Verification.MASTER_CONFIRMED ? 'ok' : ''}`}>
        {summary.verification === Verification.UNSPECIFIED ? t('incident.unverified') : enumName(VerificationSchema, summary.verification)}
      </span>
      {categoryTags(incident).map(({ text, hint }) => <span key={text} class="tag" title={hint}>{text}</span>)}
      <span class="tag">{t('incident.toldBy', { count: summary.economies.length, economies: listText(summary.economies.map(economyName)) })}</span>
    </div>
  );
}

function Facts({ summary, place, economy }: { summary: IncidentSummary; place?: Place; economy: string }): JSX.Element {
  const landmark = place ? landmarkText(place) : '';
  const areas = [
    ...(place?.areas.slice(0, areasShown).map(areaTitled) ?? []),
    summary.reportingArea !== ReportingArea.UNSPECIFIED ? enumName(ReportingAreaSchema, summary.reportingArea) : '',
    summary.navarea ? navareaText(summary.navarea) : '',
  ].filter((area) => area !== '');
  const ship = summary.shipType ? enumName(ShipTypeSchema, summary.shipType) : t('common.notKnown');
  return (
    <dl class="incident-facts">
      <div><dt>{t('incident.when')}</dt><dd class="num">{occurredText(summary.occurred)}</dd></div>
      <div>
        <dt>{t('incident.where')}</dt>
        <dd><span class="num">{positionText(summary.position)}</span>{summary.placeText && <> · {summary.placeText}</>}
          {landmark && <div class="small muted">{landmark}</div>}
          {areas.length > 0 && <div class="small muted">{[...new Set(areas)].join(' · ')}</div>}
        </dd>
      </div>
      <div>
        <dt>{t('incident.ship')}</dt>
        <dd>{shipText(summary, economy)}<div class="small muted">{ship}{summary.shipStatus ? ` · ${enumName(ShipStatusSchema, summary.shipStatus)}` : ''}</div></dd>
      </div>
    </dl>
  );
}

function Locator({ summary }: { summary: IncidentSummary }): JSX.Element | null {
  const { latE7, lonE7, uncertaintyM } = summary.position ?? {};
  if (latE7 === undefined || lonE7 === undefined) return null;
  return (
    <div class="incident-locator">
      <MiniMap label={t('incident.locator')} point={{ lat: latE7 / e7, lon: lonE7 / e7 }}
               uncertainty={uncertaintyM === undefined ? undefined : uncertaintyM / metresPerMile} />
    </div>
  );
}

function Joined({ summary }: { summary: IncidentSummary }): JSX.Element | null {
  if (summary.joined.length === 0) return null;
  return <p class="small">{t('incident.joined', { addresses: listText(summary.joined) })}</p>;
}

export function Headline(page: Page): JSX.Element {
  const { summary } = page;
  const leading = leadingReport(page.incident);
  const place = usePlace(summary);
  const act = summary.actStage === ActStage.UNSPECIFIED ? t('incident.actUnknown') : enumName(ActStageSchema, summary.actStage);
  return (
    <section class="panel incident-headline" aria-labelledby="incident-title">
      {!isActual(summary) && (
        <div class="exercise-mark" role="note">{t('incident.exerciseMark', { status: enumName(ExerciseStatusSchema, summary.exerciseStatus) })}</div>
      )}
      <div class="incident-headline-body">
        <div class="stack">
          <div class="row">
            <h1 id="incident-title" class={summary.retracted ? 'incident-struck' : ''}>{act}</h1>
            <span class="mono incident-address">{summary.address || shortId(summary.incidentId)}</span>
            {summary.updatedAt && <span class="small muted push">{t('incident.updated', { ago: agoText(summary.updatedAt) })}</span>}
          </div>
          <Tags {...page} />
          <Facts summary={summary} place={place} economy={leading ? economyOf(leading) : ''} />
          <Joined summary={summary} />
          {summary.partOf.length > 0 && (
            <p class="note">{t('incident.partOf')} <Link path={incidentPath(summary.partOf)}>{t('incident.openIt')}</Link></p>
          )}
        </div>
        <Locator summary={summary} />
      </div>
    </section>
  );
}
