// From what was typed to a notice that the desk can sign; the rules of client/commands/notice_draft.cc. Pure.
import { create } from '@bufbuild/protobuf';
import { timestampFromMs, timestampMs, type Timestamp } from '@bufbuild/protobuf/wkt';
import { DraftSchema, type Draft } from '~/gen/lightship/console/v1/desk_pb';
import { NoticeSchema, type Notice } from '~/gen/lightship/v1/claims_pb';
import type { PostedNotice } from '~/gen/lightship/v1/notice_pb';
import type { Position } from '~/gen/lightship/v1/report_pb';
import { ExerciseStatus, ManifestSchema, Tlp, type Manifest } from '~/gen/lightship/v1/statement_pb';
import { NoticeLevel, NoticeLevelSchema } from '~/gen/lightship/v1/vocabulary_pb';
import { hex } from '~/proof/bytes';
import { nextNumber, numberText, type Numbered } from './notice_number';

const hourMs = 3_600_000;
const capBytes = 4;

// Hours; 0: until further notice; undefined: as the former notice.
export type Lasts = number | undefined;

export interface NoticeEntry {
  level: NoticeLevel;
  text: string;
  areaText: string;
  position?: Position;
  radiusNm?: number;
  lasts: Lasts;
  exercise: boolean;
  language: string;
  // Founding report's statement id of the incident it is about.
  subject?: Uint8Array;
}

export interface Former {
  posted: PostedNotice;
  manifest: Manifest;
}

function withPlace(notice: Notice, entry: NoticeEntry, former?: Notice): void {
  notice.areaText = entry.areaText;
  notice.position = entry.position;
  if (entry.position) notice.radiusNm = entry.radiusNm;
  if (!former || entry.position || entry.areaText) return;
  notice.areaText = former.areaText;
  notice.position = former.position;
  notice.radiusNm = former.radiusNm;
}

// CAP identifiers are unique for ever, numbers may collide.
function capIdOf(economy: string, notice: Notice, random: Uint8Array): string {
  const level = NoticeLevelSchema.value[notice.level].localName.replaceAll('_', '-');
  const tail = hex(random.slice(0, capBytes));
  return [economy, level, notice.number.replaceAll('/', '-'), tail].join('-');
}

export interface Circumstances {
  economy: string;
  // Its notices, retracted ones too, actual or exercises as this one is.
  issued: Numbered[];
  now: Date;
  random: Uint8Array;
  former?: Former;
}

function manifestFor(entry: NoticeEntry, former?: Former): Manifest {
  if (!former) {
    return create(ManifestSchema, {
      audience: 'all', tlp: Tlp.CLEAR, subject: entry.subject,
      exerciseStatus: entry.exercise ? ExerciseStatus.EXERCISE : ExerciseStatus.ACTUAL,
    });
  }
  const { subject, exerciseStatus, tlp, agency, audience } = former.manifest;
  return create(ManifestSchema, { subject, exerciseStatus, tlp, agency, audience, supersedes: [former.posted.statementId] });
}

// An update does not put in force what is not yet.
function stillToCome(from: Timestamp | undefined, now: Date): Timestamp | undefined {
  return from && timestampMs(from) > now.getTime() ? from : undefined;
}

// Undefined when the year has no number left.
export function draftNotice(entry: NoticeEntry, around: Circumstances): Draft | undefined {
  const former = around.former?.posted.notice;
  const next = former ? undefined : nextNumber(around.issued, entry.level, around.now);
  const number = former?.number ?? (next && numberText(next));
  if (!number) return undefined;
  const notice = create(NoticeSchema, { level: entry.level, number, text: entry.text, language: entry.language });
  withPlace(notice, entry, former);
  if (entry.level === NoticeLevel.UPDATE) notice.validFrom = stillToCome(former?.validFrom, around.now);
  const begins = notice.validFrom ? timestampMs(notice.validFrom) : around.now.getTime();
  if (entry.lasts) notice.validUntil = timestampFromMs(begins + entry.lasts * hourMs);
  else if (entry.lasts === undefined && entry.level === NoticeLevel.UPDATE) notice.validUntil = former?.validUntil;
  notice.capId = capIdOf(around.economy, notice, around.random);
  return create(DraftSchema, { content: { case: 'notice', value: notice }, manifest: manifestFor(entry, around.former) });
}
