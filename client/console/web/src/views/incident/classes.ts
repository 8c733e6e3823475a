// The values that classification schemes know, as they are signed and as people read them (node/maritime/classes.h).
import type { DescEnum } from '@bufbuild/protobuf';
import {
  ActStageSchema, ClassificationScheme, LegalClassSchema, SeaZoneSchema,
} from '~/gen/lightship/v1/vocabulary_pb';
import { hasText, t } from '~/i18n/catalogue';
import { choices, enumName } from '~/i18n/names';

const recaap = ['1', '2', '3', '4', 'attempted'];

const lists: Partial<Record<ClassificationScheme, DescEnum>> = {
  [ClassificationScheme.UNCLOS_IMO]: LegalClassSchema,
  [ClassificationScheme.IMB_TYPE]: ActStageSchema,
  [ClassificationScheme.IMO_AREA]: SeaZoneSchema,
};

interface ClassChoice {
  value: string;
  name: string;
}

// Undefined: any words are taken.
export function classChoices(scheme: ClassificationScheme): ClassChoice[] | undefined {
  if (scheme === ClassificationScheme.RECAAP_CAT) return recaap.map((value) => ({ value, name: classText(scheme, value) }));
  const list = lists[scheme];
  return list && choices(list).map(({ number, name }) => ({ value: list.value[number].localName, name }));
}

export function classText(scheme: ClassificationScheme, value: string): string {
  if (scheme === ClassificationScheme.RECAAP_CAT && hasText(`incident.recaap.${value}`)) return t(`incident.recaap.${value}`);
  const list = lists[scheme];
  const known = list?.values.find((one) => one.localName === value);
  return list && known ? enumName(list, known.number) : value;
}
