/** The HTML of `/docs`. */

/** A post horn, in the color of the text around it. */
const horn = (colour: string) =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32" fill="none" stroke="${colour}" stroke-width="2.6" ` +
  'stroke-linecap="round" stroke-linejoin="round"><circle cx="14" cy="18" r="7.6"/><circle cx="14" cy="18" r="3.4"/>' +
  '<path d="M3 10.4h11c6 0 9-1.400 13-5.400v13c-4-4-6-5.600-10-5.600"/></svg>';

const icon = `data:image/svg+xml,${encodeURIComponent(horn('#d97706'))}`;

/** @param folder the path of the page's files, `/docs` or `/prod/docs` */
export const pageHtml = (folder: string) => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Posthorn API</title>
<link rel="icon" href="${icon}">
<link rel="stylesheet" href="${folder}/swagger-ui.css">
<link rel="stylesheet" href="${folder}/posthorn.css">
<script src="${folder}/start.js"></script>
</head>
<body>
<header class="posthorn">
<a href="${folder}">${horn('currentColor')}Posthorn <small>API</small></a>
<button id="theme" type="button" title="Light or dark colors">Dark</button>
</header>
<p class="posthorn-key">Your API key: <code>cat .posthorn/api-key</code> in the folder of <code>npm start</code>;
on AWS, <code>npm run admin-key</code> makes the first one. Paste it under <b>Authorize</b>: this browser keeps it until you log out.</p>
<div id="swagger-ui"></div>
<script src="${folder}/swagger-ui-bundle.js"></script>
</body>
</html>
`;
