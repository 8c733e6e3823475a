// The whole report in words, line by line, as it was understood: what its author reads before it is signed for ever.
import {
  ActStageSchema, ContactChannelSchema, CraftKindSchema, CrewActionSchema, CrewConsequenceSchema, ImoCheck, LossKindSchema, ReportKindSchema, SeaZoneSchema,
  ShipStatusSchema, ShipTypeSchema, SourceKindSchema, WeaponSchema,
} from '~/gen/lightship/v1/vocabulary_pb';
import type { DescEnum } from '@bufbuild/protobuf';
import { t } from '~/i18n/catalogue';
import { landmarkText } from '~/i18n/place';
import { listText } from '~/i18n/format';
import { economyName, enumName, languageName } from '~/i18n/names';
import { areasText, coordinatesText, positionDoubts } from '~/ui/position_words';
import { occurredEcho, peopleEcho, zoneDoubt } from './echo';
import type { Said } from './fields/rule';
import { noneSeen, type Account, type Counted, type Ship } from './form';
import type { FieldName } from './problems';

export interface Line {
  // Of the field where it can be changed.
  field: FieldName;
  // Of the others that the line tells of.
  also?: FieldName[];
  label: string;
  text: string;
  // What one should look at twice.
  doubts?: string[];
}

function code(schema: DescEnum, number: number): string {
  return number === 0 ? t('common.notKnown') : enumName(schema, number);
}

function weaponsText(weapons: number[]): string {
  if (weapons.includes(noneSeen)) return t('report.weapons.none');
  return weapons.length === 0 ? t('common.notKnown') : listText(weapons.map((weapon) => enumName(WeaponSchema, weapon)));
}

function countedText(schema: DescEnum, value: Counted): string {
  return listText(Object.entries(value).map(([number, said]) => (
    said === '' ? enumName(schema, Number(number)) : t('report.counted', { what: enumName(schema, Number(number)), said })
  )));
}

function shipLines(ship: Ship, index: number, said: Said): Line[] {
  const check = said.ships[index]?.imoCheck;
  const badNumber = ship.imo !== '' && (check === ImoCheck.BAD_CHECK_DIGIT || check === ImoCheck.MALFORMED);
  const flag = ship.flag.trim().toUpperCase();
  const identity = [ship.name, ship.imo && `IMO ${ship.imo}`, ship.mmsi && `MMSI ${ship.mmsi}`, ship.callSign].filter((text) => text !== '');
  return [
    {
      field: `ships.${index}.type`, also: [`ships.${index}.flag`], label: t(index === 0 ? 'report.ship' : 'report.ship.towed'),
      text: listText([code(ShipTypeSchema, ship.type), flag && economyName(flag)].filter((text) => text !== '')),
    },
    {
      field: `ships.${index}.name`, also: ['imo', 'mmsi', 'callSign'].map((key) => `ships.${index}.${key}`),
      label: t('report.ship.identity'), text: identity.join(' · ') || t('common.notKnown'),
      doubts: badNumber ? [t('report.ship.imoWrongDigit')] : [],
    },
  ];
}

function whereAndWhen(account: Account, { incident }: Said): Line[] {
  const where = [coordinatesText(incident.position) || account.position, landmarkText(incident.place), account.place, areasText(incident.place)];
  const doubt = zoneDoubt(incident.time);
  return [
    { field: 'time', label: t('report.when'), text: occurredEcho(incident.time) || account.time || t('common.notKnown'), doubts: doubt ? [doubt] : [] },
    {
      field: 'position', also: ['place'], label: t('report.where'), text: where.filter((text) => text !== '').join('\n') || t('common.notKnown'),
      doubts: positionDoubts(incident.position),
    },
  ];
}

function moreLines(account: Account): Line[] {
  const craft = [account.craftCount, account.craftKind && enumName(CraftKindSchema, account.craftKind), account.craftText];
  const authority = [account.authority, account.channel ? enumName(ContactChannelSchema, account.channel) : ''];
  const source = [enumName(SourceKindSchema, account.source), account.sourceOrganisation, account.sourceReference];
  const lines: [FieldName, string, string][] = [
    ['harm', 'report.harm', countedText(CrewConsequenceSchema, account.harm)],
    ['losses', 'report.losses', countedText(LossKindSchema, account.losses)],
    ['crewActions', 'report.crewActions', listText(account.crewActions.map((one) => enumName(CrewActionSchema, one)))],
    ['appearance', 'report.appearance', account.appearance],
    ['craftKind', 'report.fold.craft', craft.filter(Boolean).join(' ')],
    ['movements', 'report.movements', account.movements],
    ['authority', 'report.authority', listText(authority.filter((text) => text !== ''))],
    ['assistance', 'report.assistance', account.assistance],
    ['coastalStates', 'report.coastalStates', account.coastalStates],
    ['seaZone', 'report.seaZone', account.seaZone ? enumName(SeaZoneSchema, account.seaZone) : ''],
    ['source', 'report.source', listText(source.filter((text) => text !== ''))],
    ['master', 'report.fold.persons', listText([account.master, account.contact].filter((text) => text !== ''))],
  ];
  return lines.filter(([, , text]) => text !== '').map(([field, key, text]) => ({ field, label: t(key), text }));
}

function storyLine({ narrative, language }: Account): Line {
  const named = languageName(language) || language;
  return { field: 'narrative', also: ['language'], label: t('report.story.in', { language: named }), text: narrative.trim() };
}

export function summary(account: Account, said: Said): Line[] {
  const lines: Line[] = [
    { field: 'kind', label: t('report.kind'), text: enumName(ReportKindSchema, account.kind) },
    ...whereAndWhen(account, said),
    { field: 'act', label: t('report.act.label'), text: code(ActStageSchema, account.act) },
    { field: 'weapons', label: t('report.weapons.label'), text: weaponsText(account.weapons) },
    { field: 'status', label: t('report.status.label'), text: code(ShipStatusSchema, account.status) },
    ...account.ships.flatMap((ship, index) => shipLines(ship, index, said)),
    { field: 'perpetrators', label: t('report.people.label'), text: peopleEcho(said.incident.people) || t('common.notKnown') },
    ...moreLines(account),
  ];
  if (account.narrative.trim()) lines.push(storyLine(account));
  return lines;
}
