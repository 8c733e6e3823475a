// The category that ReCAAP's two factors suggest, by the rule of node/maritime/recaap.h. A proposal: a verifier judges and signs.
import type { Facts } from '~/gen/lightship/v1/report_pb';
import { ActStage, CrewConsequence, LossKind, StatedState, Weapon } from '~/gen/lightship/v1/vocabulary_pb';

interface RecaapProposal {
  // "1" (very significant) to "4", "attempted", or '' when the rule gives none.
  category: string;
  // Something is not stated that could raise it.
  provisional: boolean;
}

interface Factors {
  attempted: boolean;
  boarded: boolean;
  seized: boolean;
  firearms: boolean;
  otherWeapons: boolean;
  gravest: boolean;
  violence: boolean;
  threat: boolean;
  valuable: boolean;
  perpetrators: number;
}

// More than nine perpetrators.
const many = 10;
const firearms = [Weapon.FIREARM, Weapon.RPG, Weapon.EXPLOSIVE, Weapon.WBIED_MISSILE_DRONE];
const gravest = [CrewConsequence.KILLED, CrewConsequence.KIDNAPPED, CrewConsequence.MISSING];
const violence = [CrewConsequence.ASSAULTED, CrewConsequence.INJURED, CrewConsequence.TAKEN_HOSTAGE, CrewConsequence.TIED_UP,
  CrewConsequence.RANSOM_DEMANDED];
const valuables = [LossKind.CARGO_DRY, LossKind.OIL_OR_FUEL_SIPHONED, LossKind.CONTAINER_CONTENTS, LossKind.SHIP_ITSELF];

function anyOf<T>(values: T[], wanted: T[]): boolean {
  return values.some((value) => wanted.includes(value));
}

function factorsOf(facts: Facts): Factors {
  const weapons = facts.weapons.map(({ weapon }) => weapon);
  const harm = facts.crewConsequences.map(({ consequence }) => consequence);
  const act = facts.actStage;
  return {
    attempted: act === ActStage.ATTEMPTED_BOARDING || act === ActStage.FIRED_UPON,
    boarded: act >= ActStage.BOARDED && act <= ActStage.HIJACK_AND_KIDNAP,
    seized: act >= ActStage.HIJACKED && act <= ActStage.HIJACK_AND_KIDNAP,
    firearms: anyOf(weapons, firearms),
    otherWeapons: weapons.length > 0,
    gravest: anyOf(harm, gravest),
    violence: anyOf(harm, violence),
    threat: harm.includes(CrewConsequence.THREATENED),
    valuable: anyOf(facts.losses.map(({ kind }) => kind), valuables),
    perpetrators: Math.max(facts.perpetrators?.countMin ?? 0, facts.perpetrators?.countMax ?? 0),
  };
}

// With everything that nobody has stated at its gravest.
function atWorst(factors: Factors, facts: Facts): Factors {
  const worst = { ...factors };
  const harm = facts.crewConsequences.map(({ consequence }) => consequence);
  const crewKnown = factors.gravest || factors.violence || factors.threat || harm.includes(CrewConsequence.NONE);
  if (facts.weapons.length === 0 && facts.weaponsStatement !== StatedState.NONE) worst.firearms = worst.otherWeapons = true;
  if (!crewKnown) worst.gravest = worst.violence = worst.threat = true;
  if (facts.losses.length === 0 && facts.lossStatement !== StatedState.NONE) worst.valuable = true;
  if (facts.perpetrators?.countMin === undefined && facts.perpetrators?.countMax === undefined) worst.perpetrators = many;
  return worst;
}

function categoryOf(factors: Factors): string {
  if (factors.attempted) return 'attempted';
  if (!factors.boarded) return '';
  const byForce = factors.firearms || factors.violence || factors.perpetrators >= many;
  if (factors.seized || factors.gravest || (factors.valuable && byForce)) return '1';
  if (factors.firearms || factors.violence) return '2';
  return factors.otherWeapons || factors.threat ? '3' : '4';
}

export function proposeRecaap(facts: Facts): RecaapProposal {
  const factors = factorsOf(facts);
  const category = categoryOf(factors);
  return { category, provisional: category !== categoryOf(atWorst(factors, facts)) };
}
