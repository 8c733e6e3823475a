// The parts of a report, all of them there while one works on them; what says nothing is dropped when it is done.
import { clone, create, equals, fromBinary, isMessage, toBinary, type DescMessage } from '@bufbuild/protobuf';
import { base64Decode, base64Encode } from '@bufbuild/protobuf/wire';
import { ReportContentSchema, type ReportContent } from '~/gen/lightship/console/v1/desk_pb';
import {
  FactsSchema, NarrativeSchema, PeopleSchema, VesselDetailsSchema, VesselSchema,
  type Facts, type Narrative, type People, type Vessel, type VesselDetails,
} from '~/gen/lightship/v1/report_pb';
import {
  ActStage, ImoCheck, NameState, ReportKind, ShipStatus, ShipType, SourceKind, StatedState, Verification, VesselRole,
} from '~/gen/lightship/v1/vocabulary_pb';

export interface Content {
  facts: Facts;
  vessel: VesselDetails;
  narrative: Narrative;
  people: People;
}

// A report that says nothing yet: what is not known says so by a value of its own.
export function blankContent(): Content {
  return {
    facts: create(FactsSchema, {
      reportKind: ReportKind.INITIAL_ALERT,
      actStage: ActStage.NOT_STATED,
      shipStatus: ShipStatus.NOT_STATED,
      weaponsStatement: StatedState.NOT_STATED,
      verification: Verification.UNVERIFIED,
      sourceChain: [{ kind: SourceKind.SHIP }],
      ships: [{ type: ShipType.NOT_STATED, role: VesselRole.TARGET }],
    }),
    vessel: create(VesselDetailsSchema, {
      victims: [{ role: VesselRole.TARGET, nameState: NameState.NOT_REPORTED, imoCheck: ImoCheck.ABSENT }],
    }),
    narrative: create(NarrativeSchema),
    people: create(PeopleSchema),
  };
}

export function contentOfParts(parts: Partial<Content>): Content {
  return {
    facts: parts.facts ? clone(FactsSchema, parts.facts) : create(FactsSchema),
    vessel: parts.vessel ? clone(VesselDetailsSchema, parts.vessel) : create(VesselDetailsSchema),
    narrative: parts.narrative ? clone(NarrativeSchema, parts.narrative) : create(NarrativeSchema),
    people: parts.people ? clone(PeopleSchema, parts.people) : create(PeopleSchema),
  };
}

export function reportContent(content: Content): ReportContent {
  const identified = content.vessel.victims.some(saysSomething);
  return create(ReportContentSchema, {
    facts: content.facts,
    vessel: identified ? content.vessel : undefined,
    narrative: isBlank(NarrativeSchema, content.narrative) ? undefined : content.narrative,
    people: isBlank(PeopleSchema, content.people) ? undefined : content.people,
  });
}

const silentNames = [NameState.UNSPECIFIED, NameState.NOT_REPORTED];
const silentNumbers = [ImoCheck.UNSPECIFIED, ImoCheck.ABSENT];

// More than that neither name nor number was told.
function saysSomething(vessel: Vessel): boolean {
  const { role, nameState, imoCheck } = vessel;
  return !silentNames.includes(nameState) || !silentNumbers.includes(imoCheck)
    || !equals(VesselSchema, vessel, create(VesselSchema, { role, nameState, imoCheck }));
}

function isBlank<D extends DescMessage>(schema: D, message: unknown): boolean {
  return isMessage(message, schema) && equals(schema, message, create(schema));
}

export function contentText(parts: Partial<Content>): string {
  return base64Encode(toBinary(ReportContentSchema, create(ReportContentSchema, parts)));
}

export function contentOfText(text: string): Content {
  return contentOfParts(fromBinary(ReportContentSchema, base64Decode(text)));
}
