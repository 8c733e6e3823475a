// Audiences in plain words: everyone, our economy, and those that logs of the network define.
import { signal } from '@preact/signals';
import { isText, listOf, objectOf, parsed } from '~/base/checked';
import { node } from '~/api/clients';
import { economyName } from '~/i18n/names';
import { t } from '~/i18n/catalogue';
import { listText } from '~/i18n/format';
import { officer } from '~/state/desk';
import { newestOf, type Named } from './handling';

interface Known {
  members: string[];
  named: Named[];
}

const storage = 'lightship.audiences';

const isKnown = objectOf<Known>({
  members: listOf(isText), named: listOf(objectOf<Named>({ name: isText, economies: listOf(isText) })),
});

function remembered(): Known {
  const stored = parsed(localStorage.getItem(storage) ?? '');
  return isKnown(stored) ? stored : { members: [], named: [] };
}

// As the node told last; kept for when it cannot be asked.
export const audiences = signal<Known>(remembered());

export async function askAudiences(signal: AbortSignal): Promise<void> {
  const { members, audiences: found } = await node.listAudiences({}, { signal });
  audiences.value = { members, named: newestOf(found.map(({ name, economies }) => ({ name, economies }))) };
  localStorage.setItem(storage, JSON.stringify(audiences.value));
}

export function membersText(name: string): string {
  const found = audiences.value.named.find((one) => one.name === name);
  return found ? listText(found.economies.map(economyName)) : '';
}

export function audienceName(name: string): string {
  if (name === 'all') return t('report.audience.all');
  return name === 'own' ? t('report.audience.own', { economy: economyName(officer.value?.economy ?? '') }) : name;
}

// Within a sentence, with its members where it has a name of its own.
export function audienceText(name: string): string {
  if (name === 'own') return t('report.audience.us', { economy: economyName(officer.value?.economy ?? '') });
  const members = membersText(name);
  return members ? t('report.audience.named', { name, members }) : audienceName(name);
}
