// Fields that an initial alert has: when, where, what, by whom.
import { create } from '@bufbuild/protobuf';
import { NarrativeTextSchema, WeaponSeenSchema } from '~/gen/lightship/v1/report_pb';
import { ActStage, ShipStatus, StatedState } from '~/gen/lightship/v1/vocabulary_pb';
import { timeTyped, positionTyped } from '../typed';
import { noneSeen } from '../form';
import type { Rules } from './rule';
import { shipsRule } from './ships';

type Key = 'kind' | 'position' | 'place' | 'time' | 'act' | 'weapons' | 'status' | 'ships' | 'perpetrators' | 'narrative' | 'language';

export const incidentRules: Rules<Key> = {
  kind: {
    paths: ['facts.report_kind'],
    read: ({ facts }) => facts.reportKind,
    write: ({ facts }, value) => { facts.reportKind = value; },
  },
  position: {
    paths: ['facts.position', 'facts.navarea', 'facts.reporting_area'],
    read: ({ facts }) => positionTyped(facts.position),
    write({ facts }, _, { incident }) {
      facts.position = incident.position;
      facts.navarea = incident.place?.navarea ?? 0;
      facts.reportingArea = incident.place?.reportingArea ?? 0;
    },
  },
  place: {
    paths: ['facts.place_text'],
    read: ({ facts }) => facts.placeText,
    write: ({ facts }, value) => { facts.placeText = value.trim(); },
  },
  time: {
    paths: ['facts.occurred'],
    read: ({ facts }) => timeTyped(facts.occurred),
    write: ({ facts }, _, { incident }) => { facts.occurred = incident.time; },
  },
  act: {
    paths: ['facts.act_stage'],
    read: ({ facts }) => (facts.actStage === ActStage.NOT_STATED ? 0 : facts.actStage),
    write: ({ facts }, value) => { facts.actStage = value || ActStage.NOT_STATED; },
  },
  weapons: {
    paths: ['facts.weapons', 'facts.weapons_statement'],
    read: ({ facts }) => (facts.weaponsStatement === StatedState.NONE ? [noneSeen] : facts.weapons.map(({ weapon }) => weapon)),
    write({ facts }, value) {
      const kept = facts.weapons;
      facts.weapons = value.filter((weapon) => weapon !== noneSeen)
        .map((weapon) => kept.find((seen) => seen.weapon === weapon) ?? create(WeaponSeenSchema, { weapon }));
      facts.weaponsStatement = value.includes(noneSeen) ? StatedState.NONE
        : value.length > 0 ? StatedState.PRESENT : StatedState.NOT_STATED;
    },
  },
  status: {
    paths: ['facts.ship_status'],
    read: ({ facts }) => (facts.shipStatus === ShipStatus.NOT_STATED ? 0 : facts.shipStatus),
    write: ({ facts }, value) => { facts.shipStatus = value || ShipStatus.NOT_STATED; },
  },
  ships: shipsRule,
  perpetrators: {
    paths: ['facts.perpetrators'],
    read: ({ facts }) => facts.perpetrators?.countAsWritten ?? '',
    write({ facts }, value, { incident }) {
      const { languages = [], arrested, killed, injured } = facts.perpetrators ?? {};
      facts.perpetrators = value.trim() === '' ? undefined : incident.people && { ...incident.people, languages, arrested, killed, injured };
    },
  },
  narrative: {
    paths: ['narrative.texts'],
    read: ({ narrative }) => narrative.texts[0]?.text ?? '',
    // Translations of another text are none of this one.
    write({ narrative }, value, _, { language }) {
      narrative.texts = value.trim() === '' ? [] : [create(NarrativeTextSchema, { language, text: value.trim() })];
    },
  },
  language: {
    paths: ['narrative.texts[0].language'],
    read: ({ narrative }) => narrative.texts[0]?.language ?? 'en',
    write({ narrative }, value) {
      if (narrative.texts[0]) narrative.texts[0].language = value;
    },
  },
};
