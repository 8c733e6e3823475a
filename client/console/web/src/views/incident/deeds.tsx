// What this officer may do about the incident; what the role does not allow says so.
import type { JSX } from 'preact';
import { t } from '~/i18n/catalogue';
import { eitherText } from '~/i18n/format';
import { mayAct, officer } from '~/state/desk';
import { Link } from '~/ui/link';
import { rolesFor, type Act, type Page } from './page';
import { economyOf, isInForce, leadingReport, reportsOf } from './reports';

interface Deed {
  name: 'comment' | 'confirm' | 'classify' | 'respond' | 'object';
  roles: readonly string[];
}

const deeds: Deed[] = [
  { name: 'comment', roles: rolesFor.comment },
  { name: 'confirm', roles: rolesFor.assert },
  { name: 'classify', roles: rolesFor.assert },
  { name: 'respond', roles: rolesFor.respond },
  { name: 'object', roles: rolesFor.assert },
];

export function missingRole(roles: readonly string[]): string {
  return t('incident.needsRole', { roles: eitherText(roles.map((role) => t(`incident.role.${role}`))) });
}

export function Deeds({ incident, act }: Page): JSX.Element {
  const leading = leadingReport(incident);
  const own = reportsOf(incident).filter((report) => isInForce(report) && economyOf(report) === officer.value?.economy).at(-1);
  const mayReport = mayAct(...rolesFor.report);
  return (
    <div class="row no-print" role="group" aria-label={t('incident.deeds')}>
      {deeds.map(({ name, roles }) => {
        const may = mayAct(...roles) && leading !== undefined;
        return (
          <button key={name} class="button" type="button" disabled={!may} title={may ? undefined : missingRole(roles)}
                  onClick={() => act({ kind: name } as Act)}>{t(`incident.act.${name}`)}</button>
        );
      })}
      {mayReport && own && <Link class="button" path="/report" params={new URLSearchParams({ amends: own.address })}>{t('incident.act.amend')}</Link>}
      {mayReport && leading?.address && (
        <Link class="button" path="/report" params={new URLSearchParams({ about: leading.address })}>{t('incident.act.followUp')}</Link>
      )}
    </div>
  );
}
