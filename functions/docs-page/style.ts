/** The look of `/docs`, on top of Swagger UI's own style, which has the class `dark-mode`. */
export const pageStyle = `
:root { --accent: #4f46e5; --accent-text: #fff; --bar: #1e1b4b; --horn: #fbbf24; --ground: #fff; --note: #eef2ff; --text: #1f2937; --line: #c7d2fe; color-scheme: light; }
:root.dark-mode { --accent: #a5b4fc; --accent-text: #14152b; --ground: #14151f; --note: #1f2138; --text: #e5e7eb; --line: #3b3f6b; color-scheme: dark; }
html, body, html:root body .swagger-ui { margin: 0; background: var(--ground); }
.posthorn { display: flex; align-items: center; justify-content: space-between; padding: 10px 24px; background: var(--bar); font: 600 20px/1.2 ui-sans-serif, system-ui, sans-serif; }
.posthorn a { display: flex; align-items: center; gap: 10px; color: #fff; text-decoration: none; }
.posthorn svg { width: 32px; height: 32px; color: var(--horn); }
.posthorn small { font-weight: 400; opacity: .75; }
.posthorn button { padding: 5px 14px; border: 1px solid #6366f1; border-radius: 6px; background: none; color: #fff; font: inherit; font-size: 13px; cursor: pointer; }
.posthorn-key { box-sizing: border-box; max-width: 1120px; margin: 16px auto 0; padding: 9px 14px; border-left: 3px solid var(--accent); background: var(--note); color: var(--text); font: 14px/1.6 ui-sans-serif, system-ui, sans-serif; }
.posthorn-key code { padding: 1px 5px; border-radius: 4px; background: var(--ground); font-size: 13px; }
.swagger-ui .wrapper { max-width: 1160px; }
.swagger-ui .info { margin: 18px 0 8px; }
.swagger-ui .info .title { font-size: 26px; }
html:root .swagger-ui .info .title small.version-stamp { background: var(--accent); }
html:root .swagger-ui .info .title small.version-stamp pre { color: var(--accent-text); }
html:root .swagger-ui .scheme-container { margin: 0; padding: 8px 0; background: none; box-shadow: none; }
html:root .swagger-ui .scheme-container .btn.authorize { border-color: var(--accent); color: var(--accent); }
html:root .swagger-ui .scheme-container .btn.authorize svg { color: var(--accent); fill: var(--accent); }
html:root .swagger-ui .btn.execute { border-color: var(--accent); background: var(--accent); color: var(--accent-text); }
html:root .swagger-ui .info a, .swagger-ui a.nostyle:focus, .swagger-ui .opblock-description-wrapper a { color: var(--accent); }
html:root .swagger-ui .parameters-col_description .markdown, html:root .swagger-ui .response-col_description .markdown, .swagger-ui .parameter__name { font-size: 14px; }
html:root .swagger-ui .headers td, html:root .swagger-ui .headers th, html:root .swagger-ui .examples-select__section-label, html:root .swagger-ui .response-control-media-type__title { color: var(--text); }
.swagger-ui .filter .operation-filter-input { margin: 4px 0 8px; border: 1px solid var(--line); border-radius: 6px; }
.swagger-ui .opblock-tag { margin: 0; padding: 8px 10px; font-size: 19px; }
.swagger-ui .opblock { margin: 0 0 5px; box-shadow: none; }
.swagger-ui .opblock .opblock-summary { padding: 3px 5px; }
.swagger-ui .opblock .opblock-summary-method { padding: 4px 0; }
.swagger-ui .opblock-description-wrapper { padding: 10px 20px 2px; }
.swagger-ui .opblock .opblock-section-header { min-height: 40px; padding: 4px 20px; box-shadow: none; }
.swagger-ui .parameters-col_description .markdown p, .swagger-ui .response-col_description .markdown p { margin: 2px 0; }
.swagger-ui table tbody tr td { padding: 6px 0 0; }
.swagger-ui .responses-inner { padding: 8px 20px; }
.swagger-ui .response-col_links { display: none; }
.swagger-ui textarea { min-height: 170px; }
.swagger-ui .highlight-code > .microlight, .swagger-ui .response-col_description .microlight { max-height: 260px; }
@media (max-width: 640px) { .swagger-ui .opblock .opblock-summary-description { display: none; } }
`;
