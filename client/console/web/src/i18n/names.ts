// Names of the protocol's values and of economies, in the officer's language.
import type { DescEnum } from '@bufbuild/protobuf';
import { hasText, t } from './catalogue';
import { language } from './language';

// "enum.ActStage.ROBBERY" in the catalogue.
function enumKey(schema: DescEnum, number: number): string {
  const value = schema.value[number];
  const local = value?.localName ?? String(number);
  return `enum.${schema.name}.${local}`;
}

export function enumName(schema: DescEnum, number: number): string {
  return t(enumKey(schema, number));
}

// Values that a person may choose, in the order of the code list.
export function choices(schema: DescEnum): { number: number; name: string }[] {
  return schema.values
    .filter((value) => value.number !== 0)
    .map((value) => ({ number: value.number, name: enumName(schema, value.number) }));
}

// "id" as "Indonesian"; '' for what is no language.
export function languageName(tag: string): string {
  try {
    return new Intl.DisplayNames([language.value], { type: 'language', fallback: 'none' }).of(tag) ?? '';
  } catch {
    return '';
  }
}

// "SG" as people call it; members of APEC by the names that APEC uses (src/i18n/<language>/economies.json).
export function economyName(code: string): string {
  const own = `economy.${code}`;
  if (hasText(own)) return t(own);
  try {
    return new Intl.DisplayNames([language.value], { type: 'region' }).of(code) ?? code;
  } catch {
    return code;
  }
}
