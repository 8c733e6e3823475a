// What a draft is about, in a line.
import { ActStageSchema } from '~/gen/lightship/v1/vocabulary_pb';
import { t } from '~/i18n/catalogue';
import { enumName } from '~/i18n/names';
import type { Form } from './form';

export function formTitle({ beginning }: Form): string {
  return beginning ? t(`report.title.${beginning.how}`, { address: beginning.address }) : t('report.title');
}

export function draftTitle(form: Form): string {
  const { account, beginning } = form;
  const said = [
    beginning && formTitle(form), account.act && enumName(ActStageSchema, account.act), account.ships[0]?.name,
    account.place || account.position, account.time,
  ];
  return said.filter(Boolean).join(' · ');
}
