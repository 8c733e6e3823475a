// For whom a part is kept, in words.
import { t } from './catalogue';
import { economyName } from './names';

// `economy`: the author's, which "own" means.
export function audienceName(audience: string, economy: string): string {
  return audience === 'own' ? economyName(economy) : audience;
}

export function withheldFor(audience: string, economy: string): string {
  return t('incidents.withheld', { audience: audienceName(audience, economy) });
}
