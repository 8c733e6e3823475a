// Choices of a code list as the form offers them.
import type { DescEnum } from '@bufbuild/protobuf';
import { t } from '~/i18n/catalogue';
import { choices } from '~/i18n/names';
import type { Choice } from './chips';

// What can be said of a thing; that nothing was said is no choice among them.
export function saying(schema: DescEnum): Choice[] {
  return choices(schema).filter(({ number }) => schema.value[number].localName !== 'NOT_STATED');
}

// "Not known" first: nothing chosen is a choice that one can see and come back to.
export function sayingOrNot(schema: DescEnum): Choice[] {
  return [{ number: 0, name: t('common.notKnown') }, ...saying(schema)];
}
