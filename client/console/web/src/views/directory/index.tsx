// The directory: whom to call for a place at sea, and every economy's points of contact.
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { t } from '~/i18n/catalogue';
import { economyName } from '~/i18n/names';
import type { ContactCard } from '~/gen/lightship/v1/contact_pb';
import { contactsFor } from '~/state/contacts';
import { mayAct, officer } from '~/state/desk';
import { exerciseStatuses } from '~/state/notice_board';
import { exercises } from '~/state/settings';
import { ExerciseStatus } from '~/gen/lightship/v1/statement_pb';
import { Failure } from '~/ui/failure';
import { useAnswer } from '~/ui/use_answer';
import { Card, type CardActs } from './card';
import { CardForm } from './card_form';
import { byEconomy, matching } from './card_search';
import { ConfirmCard } from './confirm_card';
import { WhomToCall } from './whom_to_call';
import './directory.css';

type Task = { what: 'add' } | { what: 'replace' | 'confirm'; card: ContactCard };

interface Shown {
  all: boolean;
  concerned: boolean;
  typed: string;
}

function Search({ shown, change }: { shown: Shown; change: (part: Partial<Shown>) => void }): JSX.Element {
  return (
    <div class="row directory-contact-search">
      <div class="field"><label class="only-heard" for="contact-search">{t('directory.search')}</label>
        <input id="contact-search" type="search" placeholder={t('directory.search')} value={shown.typed} onInput={(e) => change({ typed: e.currentTarget.value })} /></div>
      <label class="row small"><input type="checkbox" checked={shown.concerned} onChange={(e) => change({ concerned: e.currentTarget.checked })} />{t('directory.concerned')}</label>
      <label class="row small"><input type="checkbox" checked={shown.all} onChange={(e) => change({ all: e.currentTarget.checked })} />{t('directory.all')}</label>
    </div>
  );
}

function Economy({ economy, cards, acts }: { economy: string; cards: ContactCard[]; acts: CardActs }): JSX.Element {
  const own = economy === officer.value?.economy && mayAct('liaison', 'administrator');
  return (
    <section aria-label={economyName(economy)}>
      <h3>{economyName(economy)} <span class="muted small mono">{economy}</span></h3>
      <div class="directory-contacts">{cards.map((card) => <Card key={card.address} card={card} heading="h4" acts={own && card.replacedBy === '' ? acts : undefined} />)}</div>
    </section>
  );
}

function Cards({ set, version }: { set: (task: Task) => void; version: number }): JSX.Element {
  const [shown, setShown] = useState<Shown>({ all: false, concerned: false, typed: '' });
  const statuses = exercises.value === 'on' ? [ExerciseStatus.ACTUAL, ...exerciseStatuses] : [ExerciseStatus.ACTUAL];
  const answer = useAnswer((signal) => contactsFor({ all: shown.all, exerciseStatuses: statuses }, signal), [shown.all, exercises.value, version]);
  const cards = matching(answer.value ?? [], shown.typed, economyName).filter((card) => !shown.concerned || card.concerns.length > 0);
  const acts: CardActs = { replace: (card) => set({ what: 'replace', card }), confirm: (card) => set({ what: 'confirm', card }) };
  return (
    <section class="panel" aria-labelledby="contacts-title">
      <header>
        <h2 id="contacts-title">{t('directory.contacts')}</h2>
        <span class="small muted" role="status">{answer.value && t('directory.count', { count: cards.length })}</span>
        {mayAct('liaison', 'administrator') && <button type="button" class="button primary push" onClick={() => set({ what: 'add' })}>{t('directory.add')}</button>}
      </header>
      <div class="body stack">
        <Search shown={shown} change={(part) => setShown({ ...shown, ...part })} />
        {answer.error !== undefined && <Failure error={answer.error} again={answer.again} />}
        {answer.value && cards.length === 0 && <p class="muted">{t('directory.none')}</p>}
        {!answer.value && answer.asking && <p class="muted">{t('common.loading')}</p>}
        {byEconomy(cards).map(([economy, own]) => <Economy key={economy} economy={economy} cards={own} acts={acts} />)}
      </div>
    </section>
  );
}

export default function View(): JSX.Element {
  const [task, setTask] = useState<Task | null>(null);
  const [version, setVersion] = useState(0);
  const done = () => {
    setTask(null);
    setVersion(version + 1);
  };
  return (
    <div class="directory">
      <h1 class="only-heard">{t('nav.directory')}</h1>
      <WhomToCall />
      <Cards set={setTask} version={version} />
      {task?.what === 'confirm' && <ConfirmCard card={task.card} close={() => setTask(null)} done={done} />}
      {task && task.what !== 'confirm' && <CardForm replaced={task.what === 'replace' ? task.card : undefined} close={() => setTask(null)} done={done} />}
    </div>
  );
}
