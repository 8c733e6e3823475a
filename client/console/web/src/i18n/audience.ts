// For whom a part is kept, in words.
import { t } from './catalogue';
import { economyName } from './names';

// `economy`: the author's, which "own" means; '' when it is not known.
export function audienceName(audience: string, economy: string): string {
  if (audience !== 'own') return audience;
  return economy === '' ? t('incidents.reporter') : economyName(economy);
}

export function withheldFor(audience: string, economy: string): string {
  return t('incidents.withheld', { audience: audienceName(audience, economy) });
}
