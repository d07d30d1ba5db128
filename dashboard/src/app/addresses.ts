/**
 * Where the pages and the API are. The service writes the way to the dashboard into `<base>`, since a gateway may put a
 * prefix such as `/prod` before every path.
 */
const pagesUrl = new URL(document.baseURI);

/** The API, without a slash at its end: `https://hooks.example.com/prod`. */
export const apiUrl = new URL('..', pagesUrl).href.replace(/\/$/, '');

const prefix = new URL(apiUrl).pathname.replace(/\/$/, '');

/** The path below which the routes of the dashboard are, without a slash at its end. */
export const dashboardPath = `${prefix}/dashboard`;
export const portalPath = `${prefix}/portal`;

export const isPortal = location.pathname === portalPath || location.pathname.startsWith(`${portalPath}/`);

/** Swagger UI. */
export const docsUrl = `${apiUrl}/docs`;
