// What incidents can be counted by, and how the values of each are named by a node. Pure.
import type { DescEnum } from '@bufbuild/protobuf';
import { Dimension } from '~/gen/lightship/v1/statistics_pb';
import {
  ActStageSchema, CraftIndicatorSchema, CraftKindSchema, CrewConsequenceSchema, LegalClassSchema, LightSchema, LossKindSchema,
  ReportingAreaSchema, SeaZoneSchema, ShipStatusSchema, ShipTypeSchema, SourceKindSchema, TriStateSchema, VerificationSchema,
  WeaponSchema,
} from '~/gen/lightship/v1/vocabulary_pb';

type Naming =
  // Display names of a code list of the schema.
  | { by: 'list'; schema: DescEnum }
  // Names of a short list of the node's own; a word of the catalogue for each.
  | { by: 'words'; words: Record<string, string> }
  | { by: 'state' | 'area' | 'navarea' | 'location' | 'year' | 'quarter' | 'month' | 'monthOfYear' | 'hour' | 'cell' | 'port' };

const list = (schema: DescEnum): Naming => ({ by: 'list', schema });
const words = (entries: Record<string, string>): Naming => ({ by: 'words', words: entries });

export const namings: Readonly<Record<Exclude<Dimension, Dimension.UNSPECIFIED>, Naming>> = {
  [Dimension.YEAR]: { by: 'year' },
  [Dimension.QUARTER]: { by: 'quarter' },
  [Dimension.MONTH]: { by: 'month' },
  [Dimension.MONTH_OF_YEAR]: { by: 'monthOfYear' },
  [Dimension.HOUR_OF_DAY]: { by: 'hour' },
  [Dimension.LIGHT]: list(LightSchema),
  [Dimension.LOCATION]: { by: 'location' },
  [Dimension.REPORTING_AREA]: list(ReportingAreaSchema),
  [Dimension.AREA]: { by: 'area' },
  [Dimension.NAVAREA]: { by: 'navarea' },
  [Dimension.COASTAL_STATE]: { by: 'state' },
  [Dimension.SEA_ZONE]: list(SeaZoneSchema),
  [Dimension.PORT]: { by: 'port' },
  [Dimension.CELL]: { by: 'cell' },
  [Dimension.ACT]: list(ActStageSchema),
  [Dimension.OUTCOME]: words({ actual: 'actual', attempted: 'attempted', neither: 'neither' }),
  [Dimension.LEGAL_CLASS]: list(LegalClassSchema),
  [Dimension.RECAAP_CATEGORY]: words({
    'CAT 1': 'cat1', 'CAT 2': 'cat2', 'CAT 3': 'cat3', 'CAT 4': 'cat4', 'economies differ': 'differ', attempted: 'attempted',
    'CAT 1 proposed': 'proposed1', 'CAT 2 proposed': 'proposed2', 'CAT 3 proposed': 'proposed3', 'CAT 4 proposed': 'proposed4',
  }),
  [Dimension.SHIP_STATUS]: list(ShipStatusSchema),
  [Dimension.SHIP_TYPE]: list(ShipTypeSchema),
  [Dimension.FLAG]: { by: 'state' },
  [Dimension.PERPETRATORS]: words({ '1-3': 'to3', '4-6': 'to6', '7-9': 'to9', 'more than 9': 'more' }),
  [Dimension.ARMS]: words({ 'guns and knives': 'guns', 'knives or other': 'knives', 'not armed': 'none' }),
  [Dimension.IMB_ARMS]: words({ guns: 'guns', knives: 'knives', 'other weapons': 'other', none: 'none' }),
  [Dimension.WEAPON]: list(WeaponSchema),
  [Dimension.TREATMENT]: words({
    'killed or missing': 'killed', kidnapped: 'kidnapped', 'held hostage or tied up': 'held', 'assaulted or injured': 'assaulted',
    threatened: 'threatened', 'no injury': 'none',
  }),
  [Dimension.CREW_CONSEQUENCE]: list(CrewConsequenceSchema),
  [Dimension.LOSS]: list(LossKindSchema),
  [Dimension.CRAFT]: list(CraftKindSchema),
  [Dimension.CRAFT_INDICATOR]: list(CraftIndicatorSchema),
  [Dimension.CRAFT_SPEED]: words({ 'under 10 kn': 'under10', '10-19 kn': 'under20', '20-29 kn': 'under30', '30 kn and more': 'more' }),
  [Dimension.ARRESTS]: words({ arrests: 'some', 'none arrested': 'none' }),
  [Dimension.ECONOMY]: { by: 'state' },
  [Dimension.VERIFICATION]: list(VerificationSchema),
  [Dimension.SOURCE]: list(SourceKindSchema),
  [Dimension.REPORTED]: list(TriStateSchema),
};

// In the order in which people choose: when, where, what, against whom, by whom, with what result, who tells it.
export const dimensionGroups: readonly (readonly [group: string, dimensions: readonly Dimension[]])[] = [
  ['time', [Dimension.YEAR, Dimension.QUARTER, Dimension.MONTH, Dimension.MONTH_OF_YEAR, Dimension.HOUR_OF_DAY, Dimension.LIGHT]],
  ['place', [Dimension.LOCATION, Dimension.REPORTING_AREA, Dimension.AREA, Dimension.NAVAREA, Dimension.COASTAL_STATE,
    Dimension.SEA_ZONE, Dimension.PORT, Dimension.CELL]],
  ['act', [Dimension.ACT, Dimension.OUTCOME, Dimension.LEGAL_CLASS, Dimension.RECAAP_CATEGORY]],
  ['ship', [Dimension.SHIP_STATUS, Dimension.SHIP_TYPE, Dimension.FLAG]],
  ['perpetrators', [Dimension.PERPETRATORS, Dimension.ARMS, Dimension.IMB_ARMS, Dimension.WEAPON, Dimension.CRAFT,
    Dimension.CRAFT_INDICATOR, Dimension.CRAFT_SPEED]],
  ['result', [Dimension.TREATMENT, Dimension.CREW_CONSEQUENCE, Dimension.LOSS, Dimension.ARRESTS]],
  ['record', [Dimension.ECONOMY, Dimension.VERIFICATION, Dimension.SOURCE, Dimension.REPORTED]],
];

export const allDimensions: readonly Dimension[] = dimensionGroups.flatMap(([, dimensions]) => dimensions);

// An incident may have several values under these, so that what stands in a table may add up to more than its incidents.
const several = new Set<Dimension>([
  Dimension.AREA, Dimension.COASTAL_STATE, Dimension.FLAG, Dimension.WEAPON, Dimension.CREW_CONSEQUENCE, Dimension.LOSS,
  Dimension.CRAFT, Dimension.CRAFT_INDICATOR, Dimension.ECONOMY, Dimension.SOURCE,
]);

export const hasSeveral = (dimensions: readonly Dimension[]): boolean => dimensions.some((dimension) => several.has(dimension));

const inTime = new Set<Dimension>([
  Dimension.YEAR, Dimension.QUARTER, Dimension.MONTH, Dimension.MONTH_OF_YEAR, Dimension.HOUR_OF_DAY,
]);

// Values that follow one another, so that a line may join them.
export const isTime = (dimension: Dimension): boolean => inTime.has(dimension);
