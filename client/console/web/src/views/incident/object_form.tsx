// Saying that a field of somebody else's report is wrong, or what would be right.
import { fromJson, toJson, type DescMessage, type JsonValue } from '@bufbuild/protobuf';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { UnderstandResponse } from '~/gen/lightship/console/v1/desk_pb';
import { PositionSchema, OccurrenceTimeSchema } from '~/gen/lightship/v1/report_pb';
import { t } from '~/i18n/catalogue';
import { choices, economyName } from '~/i18n/names';
import { officer } from '~/state/desk';
import { partDrawn } from '~/state/drawn';
import { Dialog } from '~/ui/dialog';
import { Link } from '~/ui/link';
import { useUnderstood, type Asked } from '~/ui/use_understood';
import * as drafts from './drafts';
import { isNumberField, jsonAt, jsonOfField, partOf, rowsOf, type FieldRow } from './fields';
import type { NamedProps } from './forms';
import { Choice, Text } from './inputs';
import { economyOf, isInForce, reportsOf } from './reports';
import { Say } from './say';
import { echoOf } from './understood';
import { cellOf, rowName } from './value';

// What was typed, as the field's value in protobuf JSON. Throws what is wrong with it.
function typedJson(row: FieldRow, typed: string, answer: UnderstandResponse | undefined): string {
  const holder = row.field.parent as DescMessage;
  const message = fromJson(holder, { [row.field.name]: jsonValue(row, typed.trim(), answer) });
  const json = jsonOfField(holder, message, row.field);
  if (json === undefined) throw new Error(t('incident.form.emptyValue'));
  return JSON.stringify(json);
}

function jsonValue({ field }: FieldRow, typed: string, answer: UnderstandResponse | undefined): JsonValue {
  if (field.fieldKind === 'enum' || isNumberField(field)) return Number(typed);
  if (field.fieldKind === 'scalar') return typed;
  if (field.fieldKind === 'message') return understoodJson(field.message.typeName, answer) ?? typed;
  if (field.fieldKind === 'list' && field.listKind === 'scalar') return typed.split(',').map((word) => word.trim());
  return JSON.parse(typed) as JsonValue;
}

function askedFor({ field }: FieldRow): Asked | undefined {
  if (field.fieldKind !== 'message') return undefined;
  if (field.message.typeName === PositionSchema.typeName) return 'position';
  return field.message.typeName === OccurrenceTimeSchema.typeName ? 'time' : undefined;
}

function understoodJson(typeName: string, answer: UnderstandResponse | undefined): JsonValue | undefined {
  if (typeName === PositionSchema.typeName && answer?.position) return toJson(PositionSchema, answer.position);
  if (typeName === OccurrenceTimeSchema.typeName && answer?.time) return toJson(OccurrenceTimeSchema, answer.time);
  return undefined;
}

interface ValueProps {
  row: FieldRow;
  value: string;
  change: (value: string) => void;
  wrong: string;
  // What was understood of it.
  echo: string;
}

function ValueInput({ row, value, change, wrong, echo }: ValueProps): JSX.Element {
  const { field } = row;
  if (field.fieldKind === 'enum') {
    return (
      <Choice label={t('incident.form.right')} value={value} change={change}>
        {choices(field.enum).map(({ number, name }) => <option key={number} value={number}>{name}</option>)}
      </Choice>
    );
  }
  const isJson = field.fieldKind === 'list' && field.listKind !== 'scalar';
  return (
    <Text label={t('incident.form.right')} value={value} change={change} required wrong={wrong} long={isJson}
          hint={echo || t(isJson ? 'incident.form.rightJson' : 'incident.form.rightHint')} />
  );
}

export function ObjectForm({ page, close, named, row }: NamedProps & { row?: FieldRow }): JSX.Element {
  const others = reportsOf(page.incident).filter((report) => isInForce(report) && economyOf(report) !== officer.value?.economy);
  const [address, setAddress] = useState(others[0]?.address ?? '');
  const [path, setPath] = useState(row?.path ?? '');
  const [knowsBetter, setKnowsBetter] = useState(false);
  const [typed, setTyped] = useState('');
  const [reason, setReason] = useState('');
  const [wrong, setWrong] = useState('');
  const report = others.find((one) => one.address === address);
  const rows = report ? rowsOf([report]) : [];
  const chosen = rows.find((one) => one.path === path) ?? (row?.path === path ? row : undefined);
  const understood = useUnderstood(knowsBetter && chosen ? askedFor(chosen) : undefined, typed);
  if (!report) return <OwnOnly named={named.address} close={close} />;
  const content = () => {
    if (!knowsBetter || !chosen) return drafts.dispute(report, path, reason.trim());
    try {
      return drafts.correction(report, path, jsonAt(report, chosen), typedJson(chosen, typed, understood.answer), reason.trim());
    } catch (error) {
      setWrong(error instanceof Error ? error.message : String(error));
      return undefined;
    }
  };
  const now = chosen && partOf(report, chosen.part) ? cellOf(report, chosen).lines.join('; ') : '';
  return (
    <Say title={t('incident.act.object')} named={report} drawn={[partDrawn(report, path)]} close={close} sent={page.again} content={content}
         ready={understood.settled && understood.error === ''}>
      <Choice label={t('incident.form.report')} value={address} change={setAddress}>
        {others.map((one) => <option key={one.address} value={one.address}>{`${one.address} · ${economyName(economyOf(one))}`}</option>)}
      </Choice>
      <Choice label={t('incident.form.field')} value={path === '' ? '-' : path} change={(value) => setPath(value === '-' ? '' : value)}
              hint={chosen && (now ? t('incident.form.saysNow', { value: now }) : t('incident.form.saysNothing'))}>
        <option value="-">{t('incident.theReport')}</option>
        {row && !rows.some((one) => one.path === row.path) && <option value={row.path}>{rowName(row)}</option>}
        {rows.map((one) => <option key={one.path} value={one.path}>{rowName(one)}</option>)}
      </Choice>
      <label class="row"><input type="checkbox" checked={knowsBetter} disabled={!chosen} onChange={(event) => setKnowsBetter(event.currentTarget.checked)} />
        {t('incident.form.knowsBetter')}</label>
      {knowsBetter && chosen && <ValueInput row={chosen} value={typed} change={setTyped} wrong={understood.error || wrong} echo={echoOf(understood.answer)} />}
      <Text label={t('incident.form.reason')} value={reason} change={setReason} required long />
    </Say>
  );
}

// One's own report is amended, not objected to.
function OwnOnly({ named, close }: { named: string; close: () => void }): JSX.Element {
  return (
    <Dialog title={t('incident.act.object')} close={close}>
      <p>{t('incident.form.ownOnly')}</p>
      <div class="row">
        <Link class="button" path="/report" params={new URLSearchParams({ amends: named })}>{t('incident.act.amend')}</Link>
        <button class="button push" type="button" onClick={close}>{t('common.close')}</button>
      </div>
    </Dialog>
  );
}
