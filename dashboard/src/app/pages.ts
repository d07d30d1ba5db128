import { lazy } from 'react';
import type { PageRoute } from './page-routes.tsx';
import type { Scope } from './session.tsx';

export interface MenuItem {
  readonly title: string;
  readonly href: string;
  /** The scope that its page needs; others do not see it. */
  readonly scope: Scope;
}

/** In the order of the menu. */
export const menu: readonly MenuItem[] = [
  { title: 'Overview', href: '/', scope: 'read' },
  { title: 'Live', href: '/live', scope: 'read' },
  { title: 'Subscriptions', href: '/subscriptions', scope: 'read' },
  { title: 'Events', href: '/events', scope: 'read' },
  { title: 'Deliveries', href: '/deliveries', scope: 'read' },
  { title: 'Dead letters', href: '/dead-letters', scope: 'read' },
  { title: 'Event types', href: '/event-types', scope: 'read' },
  { title: 'Receivers', href: '/receivers', scope: 'read' },
  { title: 'API keys', href: '/api-keys', scope: 'admin' },
  { title: 'Tenants', href: '/tenants', scope: 'admin' },
  { title: 'Audit log', href: '/audit-log', scope: 'admin' },
  { title: 'About', href: '/about', scope: 'read' },
];

/** Each page is a file of its own, loaded when it is opened. The first match is shown. */
export const routes: readonly PageRoute[] = [
  { path: '/', page: lazy(() => import('../pages/overview/overview.tsx')) },
  { path: '/live', page: lazy(() => import('../pages/live/live.tsx')) },
  { path: '/subscriptions', page: lazy(() => import('../pages/subscriptions/list.tsx')) },
  { path: '/subscriptions/new', page: lazy(() => import('../pages/subscriptions/create.tsx')) },
  { path: '/subscriptions/:id', page: lazy(() => import('../pages/subscriptions/detail.tsx')) },
  { path: '/subscriptions/:id/edit', page: lazy(() => import('../pages/subscriptions/edit.tsx')) },
  { path: '/events', page: lazy(() => import('../pages/events/list.tsx')) },
  { path: '/events/:id', page: lazy(() => import('../pages/events/detail.tsx')) },
  { path: '/deliveries', page: lazy(() => import('../pages/deliveries/list.tsx')) },
  { path: '/deliveries/:id', page: lazy(() => import('../pages/deliveries/detail.tsx')) },
  { path: '/dead-letters', page: lazy(() => import('../pages/dead-letters/list.tsx')) },
  { path: '/event-types', page: lazy(() => import('../pages/event-types/list.tsx')) },
  { path: '/event-types/:name', page: lazy(() => import('../pages/event-types/detail.tsx')) },
  { path: '/receivers', page: lazy(() => import('../pages/receivers/list.tsx')) },
  { path: '/receivers/:id', page: lazy(() => import('../pages/receivers/detail.tsx')) },
  { path: '/api-keys', page: lazy(() => import('../pages/api-keys/list.tsx')) },
  { path: '/tenants', page: lazy(() => import('../pages/tenants/list.tsx')) },
  { path: '/audit-log', page: lazy(() => import('../pages/audit-log/list.tsx')) },
  { path: '/about', page: lazy(() => import('../pages/about/about.tsx')) },
];
