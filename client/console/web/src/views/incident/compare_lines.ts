// The rows in which reports are compared: what each says, where they differ, what an amendment changed, what is held against it.
import type { IncidentStatement } from '~/gen/lightship/v1/incident_pb';
import { isUsual, rowsOf, valueAt, type FieldRow } from './fields';
import { rowFor, type Objection } from './objections';
import { idOf, isInForce } from './reports';
import { cellOf, differ, leastPath, mostPath, type Cell } from './value';

export interface Line {
  row: FieldRow;
  cells: Cell[];
  differs: boolean;
  // Columns in which an amendment says otherwise than what it replaces.
  changed: boolean[];
  // What is held against each report in this row.
  objections: Objection[][];
}

// What the accounts panel shows at length.
const elsewhere = 'narrative.texts';

// `every`: also rows in which all say what goes without saying.
export function linesFor(reports: IncidentStatement[], objections: Objection[], every: boolean): Line[] {
  const filled = rowsOf(reports);
  const hasLeast = filled.some(({ path }) => path === leastPath);
  const rows = filled.filter(({ path }) => path !== elsewhere && !(path === mostPath && hasLeast));
  const paths = rows.map(({ path }) => path);
  const lines = rows.map((row): Line => {
    const cells = reports.map((report) => cellOf(report, row));
    const said = (cell: Cell) => cell.lines.join('\n');
    return {
      row, cells,
      differs: row.compared && differ(cells.filter((_, at) => isInForce(reports[at]))),
      changed: reports.map((report, at) => {
        const before = replacedBy(report, reports);
        return before >= 0 && said(cells[before]) !== said(cells[at]);
      }),
      objections: reports.map((report) => objections.filter((objection) =>
        objection.report === idOf(report.statementId) && objection.field !== '' && rowFor(objection.field, paths) === row.path)),
    };
  });
  return lines.filter((line) => isWorthARow(line, reports, every));
}

function isWorthARow({ row, cells, objections }: Line, reports: IncidentStatement[], every: boolean): boolean {
  if (!cells.some(({ lines, asWritten }) => lines.length > 0 || asWritten !== '')) return false;
  const unusual = reports.some((report, at) => cells[at].asWritten !== '' || !isUsual(row, valueAt(report, row)?.value));
  return every || unusual || objections.some((held) => held.length > 0);
}

// Column of the report that this one replaces; -1: none shown.
function replacedBy(report: IncidentStatement, reports: IncidentStatement[]): number {
  const replaced = new Set(report.manifest?.supersedes.map(idOf));
  return reports.findIndex(({ statementId }) => replaced.has(idOf(statementId)));
}
