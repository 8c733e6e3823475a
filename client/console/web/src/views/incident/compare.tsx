// Every source's report side by side: a column for each, a row for each field that somebody fills.
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { fromJson, type DescMessage } from '@bufbuild/protobuf';
import type { IncidentStatement } from '~/gen/lightship/v1/incident_pb';
import { PurposeSchema, Tlp, TlpSchema, type Manifest } from '~/gen/lightship/v1/statement_pb';
import { t } from '~/i18n/catalogue';
import { dayText, listText, timeText } from '~/i18n/format';
import { economyName, enumName } from '~/i18n/names';
import { mayAct, officer } from '~/state/desk';
import { linesFor, type Line } from './compare_lines';
import { groups, type FieldRow, type Group, type PartName } from './fields';
import { objectionsIn, type Objection } from './objections';
import { rolesFor, type Page } from './page';
import { economyOf, idOf, isInForce, nameOf, reportsOf } from './reports';
import { linesOf, rowName } from './value';
import { audienceText, withheldText } from './withheld';

function handlingText(manifest: Manifest): string {
  const marks = [t('incident.goesTo', { audience: audienceText(manifest.audience) })];
  if (manifest.tlp !== Tlp.UNSPECIFIED) marks.push(enumName(TlpSchema, manifest.tlp));
  if (manifest.personalData) marks.push(t('incident.personalData'));
  for (const purpose of manifest.purposes) marks.push(enumName(PurposeSchema, purpose));
  if (manifest.retainUntil) marks.push(t('incident.keptUntil', { day: dayText(manifest.retainUntil) }));
  return marks.join(' · ');
}

function ColumnHead({ page, report, whole }: { page: Page; report: IncidentStatement; whole: Objection[] }): JSX.Element {
  const own = economyOf(report) === officer.value?.economy;
  const amended = listText(report.manifest?.supersedes.map((id) => nameOf(page.incident, id)) ?? []);
  return (
    <th scope="col" class={isInForce(report) ? '' : 'incident-past'}>
      <div class="row"><strong>{economyName(economyOf(report))}</strong><span class="mono">{report.address}</span></div>
      <div class="row">
        {report.retracted && <span class="tag alert">{t('incident.retracted')}</span>}
        {report.superseded && !report.retracted && <span class="tag">{t('incident.replaced')}</span>}
        {report.doubtedBy && <span class="tag alert">{t('incident.doubtedBy', { by: report.doubtedBy })}</span>}
      </div>
      <div class="incident-head-detail">
        {timeText(report.admittedAt)} · {report.signers.map((signer) => signer.split(':').pop()).join(', ')}
        <div title={report.verifiedByLog ? t('incidents.verifiedByLogHint') : undefined}>
          {report.verifiedByLog ? t('incidents.verifiedByLog') : t('incident.verifiedBySignature')}
        </div>
        {amended && <div>{t('incident.amends', { address: amended })}</div>}
        {report.manifest && <div>{handlingText(report.manifest)}</div>}
      </div>
      {whole.map((objection) => <ObjectionNote key={objection.by.address} objection={objection} />)}
      {own && mayAct(...rolesFor.retract) && !report.retracted && (
        <button class="button quiet incident-small" type="button" onClick={() => page.act({ kind: 'withdraw', target: report })}>
          {t('incident.act.withdraw')}
        </button>
      )}
    </th>
  );
}

function ObjectionNote({ objection, row }: { objection: Objection; row?: FieldRow }): JSX.Element {
  const { by, reason, correction } = objection;
  const values = { by: by.address, reason, value: correction ? correctedText(correction.to, objection.field, row) : '' };
  return (
    <div class="incident-objection">
      {t(correction ? 'incident.corrects' : 'incident.disputes', values)}{reason && <span class="muted"> {reason}</span>}
    </div>
  );
}

// A corrected value as the row itself would show it; what it is in JSON where it is of another field than the row's.
function correctedText(json: string, field: string, row?: FieldRow): string {
  if (row?.path !== field) return json;
  try {
    const holder = row.field.parent as DescMessage;
    const message = fromJson(holder, { [row.field.name]: JSON.parse(json) }) as unknown as Record<string, unknown>;
    return listText(linesOf(row.field, message[row.field.localName], row.label)) || json;
  } catch {
    return json;
  }
}

function CellView({ line, at, report }: { line: Line; at: number; report: IncidentStatement }): JSX.Element {
  const cell = line.cells[at];
  return (
    <>
      {cell.lines.map((text, nth) => <div key={nth}>{text}</div>)}
      {cell.absent && <em class="muted">{withheldText(report, line.row.part)}</em>}
      {cell.asWritten && <q class="incident-written">{cell.asWritten}</q>}
      {line.changed[at] && <span class="incident-changed">{t('incident.changed')}</span>}
      {line.objections[at].map((objection) => <ObjectionNote key={objection.by.address} objection={objection} row={line.row} />)}
    </>
  );
}

// The part that a group begins with: said there when some report lacks it.
const partAt: Partial<Record<Group, PartName>> = { where: 'facts', ship: 'vessel', account: 'narrative', people: 'people' };

function AbsenceRow({ reports, group }: { reports: IncidentStatement[]; group: Group }): JSX.Element | null {
  const part = partAt[group];
  const texts = part ? reports.map((report) => withheldText(report, part)) : [];
  if (!texts.some((text) => text !== '')) return null;
  return (
    <tr class="incident-absent">
      <th scope="row">{t(`incident.part.${part}`)}</th>
      {texts.map((text, at) => <td key={reports[at].address}>{text}</td>)}
    </tr>
  );
}

interface GroupProps {
  page: Page;
  group: Group;
  lines: Line[];
  reports: IncidentStatement[];
}

function GroupRows({ page, group, lines, reports }: GroupProps): JSX.Element {
  return (
    <>
      <tr class="incident-group"><th scope="rowgroup" colSpan={reports.length + 1}>{t(`incident.group.${group}`)}</th></tr>
      <AbsenceRow reports={reports} group={group} />
      {lines.map((line) => (
        <tr key={line.row.path} class={line.differs ? 'incident-differs' : ''}>
          <th scope="row">
            {rowName(line.row)}
            {line.differs && <abbr class="incident-unequal" title={t('incident.differ')}>≠</abbr>}
            {mayAct(...rolesFor.assert) && (
              <button class="incident-field-menu" type="button" onClick={() => page.act({ kind: 'object', row: line.row })}
                      aria-label={t('incident.act.objectTo', { field: rowName(line.row) })}>…</button>
            )}
          </th>
          {reports.map((report, at) => (
            <td key={report.address} class={isInForce(report) ? '' : 'incident-past'}><CellView line={line} at={at} report={report} /></td>
          ))}
        </tr>
      ))}
    </>
  );
}

function groupsOf(lines: Line[], reports: IncidentStatement[]): Group[] {
  return groups.filter((group) => {
    const part = partAt[group];
    const lacking = part !== undefined && reports.some((report) => withheldText(report, part) !== '');
    return lacking || lines.some(({ row }) => row.group === group);
  });
}

// Side by side they share their columns; a single report's groups stand beside each other instead.
function Tables({ page, lines, reports, heads }: Omit<GroupProps, 'group'> & { heads: JSX.Element[] }): JSX.Element {
  const rows = groupsOf(lines, reports).map((group) => (
    <GroupRows key={group} page={page} group={group} reports={reports} lines={lines.filter(({ row }) => row.group === group)} />
  ));
  const label = t('incident.reports');
  if (reports.length > 1) {
    return (
      <div class="incident-scroll" tabIndex={0} role="group" aria-label={label}>
        <table aria-label={label}>
          <thead><tr><td />{heads}</tr></thead>
          <tbody>{rows}</tbody>
        </table>
      </div>
    );
  }
  return (
    <>
      <table aria-label={label} class="incident-only-head"><thead><tr>{heads}</tr></thead></table>
      <div class="incident-only">{rows.map((group) => <table key={group.key}><tbody>{group}</tbody></table>)}</div>
    </>
  );
}

export function Compare(page: Page): JSX.Element {
  const [past, setPast] = useState(false);
  const [every, setEvery] = useState(false);
  const all = reportsOf(page.incident);
  const inForce = all.filter(isInForce);
  const reports = past || inForce.length === 0 ? all : inForce;
  const objections = objectionsIn(page.incident);
  const lines = linesFor(reports, objections, every);
  const heads = reports.map((report) => (
    <ColumnHead key={report.address} page={page} report={report}
                whole={objections.filter(({ report: meant, field }) => field === '' && meant === idOf(report.statementId))} />
  ));
  return (
    <section class="panel incident-compare" aria-labelledby="incident-reports">
      <header>
        <h2 id="incident-reports">{t(reports.length > 1 ? 'incident.reports' : 'incident.report')}</h2>
        {lines.some(({ differs }) => differs) && <span class="small incident-legend">≠ {t('incident.differ')}</span>}
        <span class="push" />
        {all.length > inForce.length && inForce.length > 0 && (
          <button class="button incident-small" type="button" aria-pressed={past} onClick={() => setPast(!past)}>
            {t('incident.showPast', { count: all.length - inForce.length })}
          </button>
        )}
        <button class="button incident-small" type="button" aria-pressed={every} onClick={() => setEvery(!every)}>{t('incident.everyField')}</button>
      </header>
      {all.length === 0 ? <p class="body">{t('incident.noReport')}</p> : <Tables page={page} lines={lines} reports={reports} heads={heads} />}
    </section>
  );
}
