// Numbers of notices as UKMTO writes them, "002/FEB/2018": serial number within the economy, level and year; exercises are counted
// apart. The same rule as node/statement/notice_number.h and client/commands/notice_find.cc. Pure.
import type { NoticeLevel } from '~/gen/lightship/v1/vocabulary_pb';

interface NoticeNumber {
  serial: number;
  // 1 to 12, of issue, UTC.
  month: number;
  year: number;
}

const months = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const mostSerial = 999_999;
const serialDigits = 3;

export function numberText({ serial, month, year }: NoticeNumber): string {
  return `${String(serial).padStart(serialDigits, '0')}/${months[month - 1]}/${year}`;
}

// Undefined for anything but what numberText writes.
export function parseNumber(text: string): NoticeNumber | undefined {
  const [serial, month, year, ...more] = text.split('/');
  const number = { serial: Number(serial), month: months.indexOf(month) + 1, year: Number(year) };
  const fits = more.length === 0 && number.serial >= 1 && number.serial <= mostSerial && number.month >= 1
    && number.year >= 1900 && number.year <= 2999;
  return fits && numberText(number) === text ? number : undefined;
}

export interface Numbered {
  notice?: { level: NoticeLevel; number: string };
}

// Of all notices that the economy ever issued, retracted ones too. Undefined when none is left in the year.
export function nextNumber(issued: Numbered[], level: NoticeLevel, at: Date): NoticeNumber | undefined {
  const year = at.getUTCFullYear();
  const serials = issued
    .filter(({ notice }) => notice?.level === level)
    .map(({ notice }) => parseNumber(notice!.number))
    .filter((number) => number?.year === year)
    .map((number) => number!.serial);
  const serial = Math.max(0, ...serials) + 1;
  return serial <= mostSerial ? { serial, month: at.getUTCMonth() + 1, year } : undefined;
}
