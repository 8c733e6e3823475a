// What is new about an incident or notice, in words.
import { t } from '~/i18n/catalogue';
import { economyName, enumName } from '~/i18n/names';
import { ClassificationScheme, ClassificationSchemeSchema, VerificationSchema } from '~/gen/lightship/v1/vocabulary_pb';
import type { WatchEvent } from '~/state/events';
import type { News } from '~/state/news';
import { NoticeStateSchema } from '~/gen/lightship/v1/notice_pb';

function newsText(news: News): string {
  switch (news.what) {
    case 'classified': {
      const by = economyName(news.by);
      if (news.scheme === ClassificationScheme.RECAAP_CAT) return t('watch.news.category', { by, value: news.value });
      return t('watch.news.classified', { by, scheme: enumName(ClassificationSchemeSchema, news.scheme), value: news.value });
    }
    case 'verified':
      return t('watch.news.verified', { verification: enumName(VerificationSchema, news.verification) });
    case 'joined':
      return t('watch.news.joined', { other: news.other });
    case 'report': case 'response': case 'comment': case 'dispute': case 'correction': case 'withdrawn': case 'verdict':
      return news.by ? t(`watch.news.${news.what}`, { by: economyName(news.by) }) : t(`watch.news.${news.what}Again`);
    default:
      return t(`watch.news.${news.what}`);
  }
}

export function newsTexts(event: WatchEvent): string[] {
  if (!event.notice) return event.news.map(newsText);
  const state = enumName(NoticeStateSchema, event.notice.state);
  return [t('watch.news.notice', { by: economyName(event.notice.economy), state })];
}
