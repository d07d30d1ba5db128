import { IncomingMessage } from 'node:http';

const LIVE = /^\/live\/?(\?|$)/;

const upgradable = new WeakSet<IncomingMessage>();

/**
 * A request of which only `/live` can leave HTTP. Node.js hands every request that asks for another protocol to the
 * upgrade listener, even if it could be answered as it is: Java's client, for example, asks for HTTP/2 with each first
 * request. `upgrade` is set by the parser, after the URL. Node.js 24.9 has `shouldUpgradeCallback` for this.
 */
export class UpgradableRequest extends IncomingMessage {
  get upgrade(): boolean {
    return upgradable.has(this);
  }

  set upgrade(isWanted: unknown) {
    if (isWanted === true && LIVE.test(this.url ?? '')) upgradable.add(this);
    else upgradable.delete(this);
  }
}
