/**
 * Undici's agent without the rest of undici: `fetch`, WebSockets and caches would add 280 KB to every bundle that sends,
 * and 14 MB to every process. The package has this path but no types for it.
 */
declare module 'undici/lib/dispatcher/agent.js' {
  import { Agent } from 'undici';
  export default Agent;
}
