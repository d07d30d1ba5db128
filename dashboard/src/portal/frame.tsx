import { lazy } from 'react';
import { Link, Redirect, useLocation } from 'wouter';
import { isWithin, type PageRoute, PageRoutes } from '../app/page-routes.tsx';
import { useSession } from '../app/session.tsx';
import { visible } from '../ui/code-block.tsx';

const home = { href: '/subscriptions', words: 'Go to your subscriptions' };

/** Pages of the dashboard that a portal token may use, at the same addresses, and one of the portal's own. */
const routes: readonly PageRoute[] = [
  { path: '/', page: () => <Redirect to={home.href} replace /> },
  { path: '/subscriptions', page: lazy(() => import('../pages/subscriptions/list.tsx')) },
  { path: '/subscriptions/new', page: lazy(() => import('../pages/subscriptions/create.tsx')) },
  { path: '/subscriptions/:id', page: lazy(() => import('../pages/subscriptions/detail.tsx')) },
  { path: '/subscriptions/:id/edit', page: lazy(() => import('../pages/subscriptions/edit.tsx')) },
  { path: '/deliveries', page: lazy(() => import('../pages/deliveries/list.tsx')) },
  { path: '/deliveries/:id', page: lazy(() => import('../pages/deliveries/detail.tsx')) },
  { path: '/events', page: lazy(() => import('../pages/events/list.tsx')) },
  { path: '/events/:id', page: lazy(() => import('../pages/events/detail.tsx')) },
  { path: '/event-types', page: lazy(() => import('../pages/event-types/list.tsx')) },
  { path: '/event-types/:name', page: lazy(() => import('../pages/event-types/detail.tsx')) },
  { path: '/verify', page: lazy(() => import('./verify/verify.tsx')) },
];

const menu = [
  { title: 'Subscriptions', href: '/subscriptions' },
  { title: 'Deliveries', href: '/deliveries' },
  { title: 'Events', href: '/events' },
  { title: 'Event types', href: '/event-types' },
  { title: 'How to verify', href: '/verify' },
] as const;

interface PortalFrameProps {
  /** A `data:` URI of an image. */
  readonly logo: string | undefined;
}

export function PortalFrame({ logo }: PortalFrameProps) {
  const [location] = useLocation();
  return (
    <div className="portal">
      <header className="portal-header">
        <Name logo={logo} />
        <nav className="portal-menu" aria-label="Pages">
          {menu.map(({ title, href }) => (
            <Link key={href} href={href} aria-current={isWithin(location, href) ? 'page' : undefined}>
              {title}
            </Link>
          ))}
        </nav>
      </header>
      <main>
        <PageRoutes location={location} routes={routes} home={home} />
      </main>
    </div>
  );
}

function Name({ logo }: PortalFrameProps) {
  const { me } = useSession();
  const name = visible(me.receiver_name ?? me.receiver_id ?? me.name);
  if (logo !== undefined) return <img className="portal-logo" src={logo} alt={name} />;
  return <strong className="portal-name foreign">{name}</strong>;
}
