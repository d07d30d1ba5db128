// Generated from docs/openapi.json by `npm run client:types`: do not edit.

export interface paths {
    "/subscriptions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List subscriptions
         * @description Newest first. A page may be shorter than `limit`, even empty, while `next_cursor` is set: more follows until it is `null`.
         *
         *     Needs an API key with the scope `read`, or a portal token.
         */
        get: operations["listSubscriptions"];
        put?: never;
        /**
         * Create a subscription
         * @description Registers a receiver. Only `target_url` is needed. The answer has its signing secret, this once.
         *
         *     Needs an API key with the scope `manage`, or a portal token.
         */
        post: operations["createSubscription"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/subscriptions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a subscription
         * @description Secrets are never part of the answer, and the values of headers read `[redacted]`.
         *
         *     Needs an API key with the scope `read`, or a portal token.
         */
        get: operations["getSubscription"];
        /**
         * Replace the settings of a subscription
         * @description Settings that are left out get their defaults. Secrets stay: `ingest_secret` unless it is given (`null` removes it), and the value of every header that is sent back as `[redacted]`. When the origin (scheme, host, port) of `target_url` or `auth.token_url` changes, the secrets that would be sent there must be given again or removed in the same call, or the answer is a 422. In force everywhere within 30 seconds.
         *
         *     Needs an API key with the scope `manage`, or a portal token.
         */
        put: operations["replaceSubscription"];
        post?: never;
        /**
         * Delete a subscription
         * @description Its open deliveries are cancelled. An attempt that has begun may still arrive.
         *
         *     Needs an API key with the scope `manage`, or a portal token.
         */
        delete: operations["deleteSubscription"];
        options?: never;
        head?: never;
        /**
         * Change some settings of a subscription
         * @description A JSON merge patch (RFC 7396): what is left out stays, `null` clears, members of `metadata` and `headers` are merged. A `retry_policy` of the other kind replaces the stored one. When the origin (scheme, host, port) of `target_url` changes, the secrets in `auth` and `headers` must be given again or removed (`null`) in the same call, and `client_secret` when that of `auth.token_url` does, or the answer is a 422. In force everywhere within 30 seconds.
         *
         *     Needs an API key with the scope `manage`, or a portal token.
         */
        patch: operations["updateSubscription"];
        trace?: never;
    };
    "/subscriptions/{id}/enable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Enable a subscription
         * @description Deliveries that were held while it was disabled are attempted again. Repeating it changes nothing.
         *
         *     Needs an API key with the scope `manage`, or a portal token.
         */
        post: operations["enableSubscription"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/subscriptions/{id}/disable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Disable a subscription
         * @description It takes no new events, and its open deliveries are held until it is enabled. Repeating it changes nothing.
         *
         *     Needs an API key with the scope `manage`, or a portal token.
         */
        post: operations["disableSubscription"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/subscriptions/{id}/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the deliveries of a subscription
         * @description Newest first, without their attempts. A page may be shorter than `limit`, even empty, while `next_cursor` is set: more follows until it is `null`.
         *
         *     Needs an API key with the scope `read`, or a portal token.
         */
        get: operations["listSubscriptionDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/subscriptions/{id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a test event to a subscription
         * @description It is delivered like any other event, whatever types and payloads the subscription wants.
         *
         *     Needs an API key with the scope `manage`, or a portal token.
         */
        post: operations["testSubscription"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/subscriptions/{id}/stats": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Count what has become of the deliveries of a subscription
         * @description Of the newest 1000 at most, of those that are kept.
         *
         *     Needs an API key with the scope `read`, or a portal token.
         */
        get: operations["getStats"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/subscriptions/{id}/secret": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the signing secret of a subscription
         * @description With those that were replaced and still sign. That it was read is noted in the audit log.
         *
         *     Needs an API key with the scope `manage`, or a portal token.
         */
        get: operations["getSecret"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/subscriptions/{id}/secret/rotate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Replace the signing secret of a subscription
         * @description The old one goes on signing beside the new one until its grace period ends, so that a receiver can change over without missing a delivery. A private key for `v1a` is replaced with it.
         *
         *     Needs an API key with the scope `manage`, or a portal token.
         */
        post: operations["rotateSecret"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/subscriptions/{id}/jwks.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the public keys of a subscription
         * @description What verifies the signatures `v1a`, as a JSON Web Key Set; empty where they are not wanted. Open to everybody: public keys are no secrets.
         */
        get: operations["getPublicKeys"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/filters/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Try a filter with an event, without sending it
         * @description Says whether a subscription with this `filter` and these `event_types` would get the event, and which parts do not match. Nothing is stored or sent. A setting that is left out matches every event.
         *
         *     Needs an API key with the scope `read`, or a portal token.
         */
        post: operations["testFilter"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List events
         * @description Newest first, without their payloads. A page may be shorter than `limit`, even empty, while `next_cursor` is set: more follows until it is `null`.
         *
         *     Needs an API key with the scope `read`.
         */
        get: operations["listEvents"];
        put?: never;
        /**
         * Hand an event to every subscription that wants it
         * @description Sent as `application/json`, the body names the type and has the payload, whose bytes are delivered exactly as they stand in the request. Any other body is the payload itself, which may be empty, and its type is in the header `X-Event-Type`. CloudEvents 1.0 are taken in both modes, structured (`application/cloudevents+json`) and binary (`ce-` headers), and delivered as they came; the same `source` and `id` are the same event, whatever else a repeat says. A list of them (`application/cloudevents-batch+json`) is answered as a batch, with a 200. An event that no subscription wants is kept all the same.
         *
         *     Needs an API key with the scope `ingest`.
         */
        post: operations["publishEvent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/events/batch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Hand many events to every subscription that wants them
         * @description Each event is taken or refused by itself: the answer has a result for each, in their order, whatever is wrong with the others. Only a batch that cannot be read is refused as a whole. The bytes of each `payload` are delivered exactly as they stand in the request. A list of CloudEvents (`application/cloudevents-batch+json`) is taken as well.
         *
         *     Needs an API key with the scope `ingest`.
         */
        post: operations["publishBatch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ingest/{subscription_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Answer the question by which Meta tries an ingest URL
         * @description For subscriptions with the source `meta` only. The answer is `hub.challenge`, if `hub.verify_token` is the `verify_token` of the source.
         */
        get: operations["answerHub"];
        put?: never;
        /**
         * Hand an event to one subscription
         * @description The body may be any bytes up to 1 MiB, of any content type, and is delivered byte for byte. When the subscription has an `ingest_secret`, the body must be signed: in the header `X-Posthorn-Signature`, or by sending the JSON object `{"body": "<text>", "signature": "<hex>"}`, of which `body` is delivered. When it has a `source`, that provider’s own signature is needed, and no API key; a request with the same signed content is the same event, whatever its `Idempotency-Key` is. CloudEvents 1.0 are taken in both modes, structured (`application/cloudevents+json`) and binary (`ce-` headers), and delivered as they came, except where a `source` says what is an event. The answer 202 means that the event is kept: it will be delivered, or end exhausted and visible.
         *
         *     Needs an API key with the scope `ingest`, or the signature of the subscription’s `source`.
         */
        post: operations["ingestEvent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ingest/{subscription_id}/batch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Hand many events to one subscription
         * @description Each event is taken or refused by itself: the answer has a result for each, in their order, whatever is wrong with the others. Only a batch that cannot be read is refused as a whole. The bytes of each `payload` are delivered exactly as they stand in the request. A list of CloudEvents (`application/cloudevents-batch+json`) is taken as well. When the subscription has an `ingest_secret`, the whole body is signed, in `X-Posthorn-Signature`.
         *
         *     Needs an API key with the scope `ingest`.
         */
        post: operations["ingestBatch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/events/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read an event
         * @description With its payload and its deliveries.
         *
         *     Needs an API key with the scope `read`, or a portal token.
         */
        get: operations["getEvent"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/events/{id}/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a kept event to one subscription
         * @description For a subscription that has no delivery of the event, for example one that was disabled when the event came in, or that was created later. Both must be of the same receiver; event types and filters are not asked. A repeat, and an event that the subscription has a delivery of, is answered with that delivery as it is: `replay` sends it again.
         *
         *     Needs an API key with the scope `manage`, or a portal token.
         */
        post: operations["sendEvent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/events/{id}/payload": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Delete the payload of an event
         * @description What became of the event can still be seen; its deliveries cannot be replayed any more. Not while one of them is open: cancel it first.
         *
         *     Needs an API key with the scope `manage`.
         */
        delete: operations["deletePayload"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/dead-letters": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List dead letters
         * @description Exhausted deliveries of all subscriptions, newest events first; the embedded service also lists those that it failed to work on 100 times itself (`internal_fault`). A page may be shorter than `limit`, even empty, while `next_cursor` is set: more follows until it is `null`.
         *
         *     Needs an API key with the scope `read`.
         */
        get: operations["listDeadLetters"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/dead-letters/redrive": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Replay all dead letters
         * @description Those of a time, or all. In the background, oldest events first, and no faster than `per_second`; what comes in meanwhile does not wait behind it. `GET /recoveries/{id}` tells how far it is, `POST /recoveries/{id}/stop` ends it. Receivers see the same `webhook-id`s. A tenant has 10 of them under way at most. What belongs to a subscription that is disabled or deleted stays where it is.
         *
         *     Needs an API key with the scope `manage`.
         */
        post: operations["redriveDeadLetters"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/deliveries/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a delivery
         * @description With all its attempts.
         *
         *     Needs an API key with the scope `read`, or a portal token.
         */
        get: operations["getDelivery"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/status/{task_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a delivery by its task id
         * @description The same as `GET /deliveries/{id}`: a `task_id` is the id of a delivery.
         *
         *     Needs an API key with the scope `read`, or a portal token.
         */
        get: operations["getStatus"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/deliveries/{id}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a delivery again
         * @description For one that is delivered, exhausted or cancelled: it is attempted now, and then as its retry policy says. The receiver sees the same `webhook-id`.
         *
         *     Needs an API key with the scope `manage`, or a portal token.
         */
        post: operations["replayDelivery"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/deliveries/{id}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make the next attempt now
         * @description For one that is pending or retrying and waits for its next attempt, or for `deliver_at`: that attempt is made now, and after it the retry policy goes on. One that is due is on its way already, and stays as it is.
         *
         *     Needs an API key with the scope `manage`, or a portal token.
         */
        post: operations["retryDelivery"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/deliveries/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel a delivery
         * @description For one that is pending or retrying: no further attempt starts.
         *
         *     Needs an API key with the scope `manage`, or a portal token.
         */
        post: operations["cancelDelivery"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/recoveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List recoveries
         * @description Newest first. One that has ended is shown for 30 days.
         *
         *     Needs an API key with the scope `read`, or a portal token.
         */
        get: operations["listRecoveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/subscriptions/{id}/recover": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Replay everything that was exhausted
         * @description All deliveries of the subscription that are exhausted, of events of a time. With `missed`, kept events instead that were published to all subscriptions, that this one wants by its event types, filter and receiver as they are now, and that it has no delivery of, such as those of a time in which it was disabled; not from before it was created. In the background, oldest events first, and no faster than `per_second`; what comes in meanwhile does not wait behind it. `GET /recoveries/{id}` tells how far it is, `POST /recoveries/{id}/stop` ends it. Receivers see the same `webhook-id`s. A tenant has 10 of them under way at most.
         *
         *     Needs an API key with the scope `manage`, or a portal token.
         */
        post: operations["recoverSubscription"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/recoveries/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See how far a recovery is
         * @description With how many deliveries were put on their way so far.
         *
         *     Needs an API key with the scope `read`, or a portal token.
         */
        get: operations["getRecovery"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/recoveries/{id}/stop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Stop a recovery
         * @description No further deliveries are put on their way; those of the next 60 seconds are already. One that has ended stays as it is. What is still exhausted can be recovered by another one.
         *
         *     Needs an API key with the scope `manage`, or a portal token.
         */
        post: operations["stopRecovery"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/event-types": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the event types of the catalogue
         * @description In the order of their names. A page may be shorter than `limit`, even empty, while `next_cursor` is set: more follows until it is `null`.
         *
         *     Needs an API key with the scope `read`, or a portal token.
         */
        get: operations["listEventTypes"];
        put?: never;
        /**
         * Add an event type to the catalogue
         * @description Says what events of one type mean and look like. With `"validation": "enforce"`, events of this type whose payload does not match the schema are refused when they are handed in. Events are held against it everywhere within 30 seconds. Types that are not in the catalogue are taken as ever.
         *
         *     Needs an API key with the scope `manage`.
         */
        post: operations["createEventType"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/event-types/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read an event type
         * @description With its schema and example.
         *
         *     Needs an API key with the scope `read`, or a portal token.
         */
        get: operations["getEventType"];
        put?: never;
        post?: never;
        /**
         * Delete an event type from the catalogue
         * @description Events of this type are taken as before, and not checked any more; everywhere within 30 seconds.
         *
         *     Needs an API key with the scope `manage`.
         */
        delete: operations["deleteEventType"];
        options?: never;
        head?: never;
        /**
         * Change an event type
         * @description What is left out stays, `null` clears; a schema or an example is replaced as a whole. Events are held against it everywhere within 30 seconds. Events that were taken are not looked at again, and repeats of them with their `Idempotency-Key` are answered as before.
         *
         *     Needs an API key with the scope `manage`.
         */
        patch: operations["updateEventType"];
        trace?: never;
    };
    "/openapi/event-types.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The catalogue as an OpenAPI document
         * @description An OpenAPI 3.1 document for your receivers, with a webhook for each event type of the catalogue. Schemas and examples beyond 3145728 characters in all are left out of it, which their webhooks say.
         *
         *     Needs an API key with the scope `read`.
         */
        get: operations["eventTypesOpenApi"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List API keys
         * @description Newest first; never with the keys themselves. One that has expired is shown for 30 more days.
         *
         *     Needs an API key with the scope `admin`.
         */
        get: operations["listApiKeys"];
        put?: never;
        /**
         * Make an API key
         * @description The key itself is in the answer, this once: only its hash is kept.
         *
         *     Needs an API key with the scope `admin`.
         */
        post: operations["createApiKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api-keys/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Revoke an API key
         * @description It is refused from then on; a few seconds later everywhere. The key that the request is made with cannot be revoked, so that nobody is locked out.
         *
         *     Needs an API key with the scope `admin`.
         */
        delete: operations["deleteApiKey"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tenants": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List tenants
         * @description Those that yours has made, newest first.
         *
         *     Needs an API key with the scope `admin`.
         */
        get: operations["listTenants"];
        put?: never;
        /**
         * Make a tenant
         * @description It has nothing in common with yours. Its first admin key is in the answer, this once; more of them are made with that one, or with `tenant_id` in `POST /api-keys`.
         *
         *     Needs an API key with the scope `admin`.
         */
        post: operations["createTenant"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/portal-tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make a portal token
         * @description For one of your receivers, to see (or manage) its own subscriptions and their deliveries, in a page of yours or with a client of its own. It also reads your catalogue of event types. Nothing else of your tenant is open to it. It is allowed no more than the API key that makes it, expires no later, and is refused once that key is revoked. It lives an hour at most, and ends earlier by `POST /portal-tokens/revoke`.
         *
         *     Needs an API key with the scope `manage`.
         */
        post: operations["createPortalToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/portal-tokens/revoke": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Revoke the portal tokens of a receiver
         * @description All that were made for this receiver until now are refused from then on; a few seconds later everywhere. New ones can be made at once.
         *
         *     Needs an API key with the scope `manage`.
         */
        post: operations["revokePortalTokens"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/audit-log": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See who changed what
         * @description Every change but for events handed in, newest first, for 90 days.
         *
         *     Needs an API key with the scope `admin`.
         */
        get: operations["listAuditEntries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/healthz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Whether the service works
         * @description For load balancers and monitors. The embedded service answers 503 while it cannot write its store, for example because the disk is full or the data folder was deleted; `detail` has the reason. It makes no attempts and takes no events in that time. On AWS, the answer says only that the function runs.
         */
        get: operations["health"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * This document
         * @description The OpenAPI 3.1 document of the API.
         */
        get: operations["openapi"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/docs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The documentation
         * @description A page that shows the OpenAPI document and can call the API.
         */
        get: operations["docs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export interface webhooks {
    delivery: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A delivery
         * @description What the target of a subscription gets. The body is what was handed in, byte for byte, with its content type. What your own event types look like is at `/openapi/event-types.json`.
         */
        post: operations["receiveDelivery"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "posthorn.subscription.disabled": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * posthorn.subscription.disabled
         * @description A subscription was disabled, since its receiver answered 410 Gone. Sent to subscriptions without a `receiver_id` that list it, or `posthorn.*`, in their `event_types`: docs/operational-webhooks.md.
         */
        post: operations["receiveSubscriptionDisabled"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "posthorn.subscription.failing": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * posthorn.subscription.failing
         * @description Deliveries to a subscription keep failing. Sent to subscriptions without a `receiver_id` that list it, or `posthorn.*`, in their `event_types`: docs/operational-webhooks.md.
         */
        post: operations["receiveSubscriptionFailing"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "posthorn.subscription.recovered": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * posthorn.subscription.recovered
         * @description A delivery to a subscription that was failing has arrived. Sent to subscriptions without a `receiver_id` that list it, or `posthorn.*`, in their `event_types`: docs/operational-webhooks.md.
         */
        post: operations["receiveSubscriptionRecovered"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "posthorn.delivery.exhausted": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * posthorn.delivery.exhausted
         * @description The retry policy gave a delivery up. Sent to subscriptions without a `receiver_id` that list it, or `posthorn.*`, in their `event_types`: docs/operational-webhooks.md.
         */
        post: operations["receiveDeliveryExhausted"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export interface components {
    schemas: {
        /** @description A subscription to create. */
        SubscriptionInput: {
            /**
             * Format: iri
             * @description Where attempts are sent: an absolute URL.
             */
            target_url: string;
            /** @description The event types that it wants: exact ones, `order.*`, or `*`. None means all. */
            event_types?: string[] | null;
            /** @description Only events whose payload matches: an event pattern of Amazon EventBridge with the payload as its root. A filter is never merged, but replaced as a whole. */
            filter?: components["schemas"]["PayloadFilter"] | null;
            /** @description Short for `event_types` with one entry: give one of the two. */
            event_type?: string | null;
            /** @description A note for people. */
            description?: string | null;
            /** @description Seconds that one attempt may take; 10 unless said otherwise. */
            timeout_seconds?: number | null;
            /** @description Your own name for the customer: only events for the same one reach it. */
            receiver_id?: string | null;
            /** @description How attempts are signed: `v1` with the signing secret, `v1a` with a private key of Posthorn’s, whose public key is in `public_key`. Both may be wanted; `v1` is the default. */
            signature_versions?: components["schemas"]["SignatureVersion"][] | null;
            /** @description The names of the headers that carry id, time and signature: `webhook` for `webhook-id`, `webhook-timestamp` and `webhook-signature`, which are always sent and the default; `svix` adds `svix-id`, `svix-timestamp` and `svix-signature` with the same values, for receivers that verify with a library of Svix. */
            signature_headers?: components["schemas"]["SignatureHeader"][] | null;
            /** @description When there is one, events handed in for this subscription must be signed with it. */
            ingest_secret?: string | null;
            /** @description Another name for `ingest_secret`: give one of the two. */
            secret?: string | null;
            /** @description The provider that posts its webhooks straight to the ingest address, signed with the `ingest_secret`, which must be of the kind that it makes: then no API key is needed there. */
            source?: components["schemas"]["Source"] | null;
            /** @description Your own data about it. */
            metadata?: {
                [key: string]: string;
            } | null;
            /** @description Headers to add to every attempt. Answers show `[redacted]` in place of the values. */
            headers?: {
                [key: string]: string;
            } | null;
            /** @description When failed attempts are made again; by default nine attempts in about 18 hours. */
            retry_policy?: components["schemas"]["RetryPolicy"] | null;
            /** @description Attempts a second that the receiver takes. Deliveries over it wait, and no attempt is counted for that. */
            rate_limit?: components["schemas"]["RateLimit"] | null;
            /** @description Events a second that may be handed in for it; more are refused with a 429. */
            ingest_rate_limit?: components["schemas"]["RateLimit"] | null;
            /** @description How attempts authenticate, in the header `Authorization`. Answers show `[redacted]` in place of its secret. */
            auth?: components["schemas"]["ReceiverAuth"] | null;
            /** @description Whether it starts enabled, which it does unless it is said otherwise. */
            status?: components["schemas"]["SubscriptionStatus"];
            /** @description A signing secret that the receiver knows already; else one is made. */
            signing_secret?: string | null;
        };
        /** @description An event pattern of Amazon EventBridge, with the payload as its root. */
        PayloadFilter: {
            [key: string]: unknown;
        };
        /**
         * @description A kind of signature of Standard Webhooks: `v1` is an HMAC-SHA256, `v1a` an Ed25519 signature.
         * @enum {string}
         */
        SignatureVersion: "v1" | "v1a";
        /**
         * @description A set of headers for id, time and signature: `webhook-id` and so on, or `svix-id` and so on.
         * @enum {string}
         */
        SignatureHeader: "webhook" | "svix";
        /** @description Whose webhooks are posted straight to the ingest address of a subscription. */
        Source: components["schemas"]["KnownSource"] | components["schemas"]["HmacSource"] | components["schemas"]["TokenSource"] | components["schemas"]["BasicSource"] | components["schemas"]["SquareSource"] | components["schemas"]["MetaSource"];
        /** @description A provider whose signatures are known. */
        KnownSource: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "standard_webhooks" | "svix" | "github" | "gitlab" | "stripe" | "shopify" | "slack" | "zoom" | "paddle" | "linear";
        };
        /**
         * @description A provider whose signatures are known.
         * @enum {string}
         */
        Provider: "standard_webhooks" | "svix" | "github" | "gitlab" | "stripe" | "shopify" | "slack" | "zoom" | "paddle" | "linear";
        /** @description Any other provider that signs with an HMAC. */
        HmacSource: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "hmac";
            /** @description The header with the signature. */
            header: string;
            /** @default sha256 */
            algorithm?: components["schemas"]["HmacAlgorithm"];
            /** @default hex */
            encoding?: components["schemas"]["HmacEncoding"];
            /**
             * @description What stands before the signature, such as `sha256=`.
             * @default
             */
            prefix?: string;
            /** @description What is signed, with the placeholders `{body}`, `{timestamp}`, `{id}` and `{url}`; `{body}` unless said otherwise. */
            signed?: string;
            /** @description The field with the signature when the header is a list of them: `v1` in `t=…,v1=…`. */
            field?: string;
            /** @description What stands between the fields; a comma unless said otherwise. */
            separator?: components["schemas"]["FieldSeparator"];
            /** @description Where the signed time stands. Needed for `{timestamp}`. */
            timestamp?: components["schemas"]["TimestampPlace"];
            /** @description The header with the id of the event. Needed for `{id}`. */
            id?: components["schemas"]["HeaderPlace"];
            /**
             * Format: uri
             * @description The ingest URL exactly as it was entered at the provider. `{subscription_id}` in it stands for the id of the subscription.
             */
            url?: string;
            /** @description Where the event type stands: in a header, which is not signed, or in a member of the JSON body. */
            event_type?: components["schemas"]["EventTypePlace"];
        };
        /**
         * @description The hash function of an HMAC.
         * @enum {string}
         */
        HmacAlgorithm: "sha256" | "sha1" | "sha512";
        /**
         * @description How the bytes of an HMAC are written.
         * @enum {string}
         */
        HmacEncoding: "hex" | "base64" | "base64url";
        /**
         * @description What stands between the fields of a header.
         * @enum {string}
         */
        FieldSeparator: "," | ";" | " " | ", " | "; ";
        /** @description Where the signed time stands, and how it is written. */
        TimestampPlace: {
            /** @description The header with the time. */
            header?: string;
            /** @description Or the field with it: `t` in `t=…,v1=…`. */
            field?: string;
            /**
             * @description How it is written.
             * @default seconds
             */
            format?: components["schemas"]["TimeFormat"];
            /**
             * @description A signature is refused when it is older than this, or as far in the future.
             * @default 300
             */
            tolerance_seconds?: number;
        };
        /**
         * @description How a signed time is written.
         * @enum {string}
         */
        TimeFormat: "seconds" | "milliseconds" | "rfc3339";
        /** @description A header of the request. */
        HeaderPlace: {
            header: string;
        };
        /** @description Where a provider says the type of an event: `header` or `member`. */
        EventTypePlace: {
            /** @description A header of the request. */
            header?: string;
            /** @description Or a member of the JSON body. */
            member?: string;
        };
        /** @description A provider that sends the `ingest_secret` itself in a header. */
        TokenSource: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "token";
            /** @description The header with the token. */
            header: string;
            /**
             * @description What stands before the token, such as `Bearer `.
             * @default
             */
            prefix?: string;
            /** @description Where the event type stands: in a header, which is not signed, or in a member of the JSON body. */
            event_type?: components["schemas"]["EventTypePlace"];
        };
        /** @description HTTP Basic authentication; the `ingest_secret` is the password. */
        BasicSource: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "basic";
            username: string;
            /** @description Where the event type stands: in a header, which is not signed, or in a member of the JSON body. */
            event_type?: components["schemas"]["EventTypePlace"];
        };
        /** @description Square, which signs the URL as well. */
        SquareSource: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "square";
            /**
             * Format: uri
             * @description The ingest URL exactly as it was entered at the provider. `{subscription_id}` in it stands for the id of the subscription.
             */
            url: string;
        };
        /** @description Facebook, Instagram, WhatsApp. */
        MetaSource: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "meta";
            /** @description The verify token that was entered beside the URL. */
            verify_token: string;
        };
        /** @description When failed attempts are made again. Either `schedule` alone: a list of waits. Or the other four fields together: `base_seconds`, then each wait `factor` times the one before it, up to `max_delay_seconds`. */
        RetryPolicy: {
            /** @description Seconds to wait before each retry; 604800 together at most. One wait a retry: `[5, 30]` makes three attempts at most. */
            schedule?: number[];
            /** @description Seconds before the first retry. */
            base_seconds?: number;
            /** @description What each wait is multiplied by for the next one. */
            factor?: number;
            /** @description No wait is longer than this. */
            max_delay_seconds?: number;
            /** @description Attempts in all, the first one included. */
            max_attempts?: number;
        };
        /** @description In t seconds at most `burst + per_second × t`. */
        RateLimit: {
            /** @description On average, such as 10, or 0.1 for six a minute. */
            per_second: number;
            burst?: number | null;
        };
        /** @description A token (RFC 6750). */
        ReceiverBearerAuth: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "bearer";
            /** @description Sent as `Authorization: Bearer <token>`. */
            token: string;
        };
        /** @description A name and a password (RFC 7617). */
        ReceiverBasicAuth: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "basic";
            username: string;
            password: string;
        };
        /** @description Client credentials (RFC 6749, section 4.4): a token is asked for, and kept until it expires. */
        ReceiverOAuth2: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "oauth2";
            /**
             * Format: iri
             * @description Where tokens are asked for.
             */
            token_url: string;
            client_id: string;
            client_secret: string;
            scope?: string | null;
            /** @description Some servers ask for it. */
            audience?: string | null;
        };
        /** @description How attempts authenticate to a receiver. */
        ReceiverAuth: components["schemas"]["ReceiverBearerAuth"] | components["schemas"]["ReceiverBasicAuth"] | components["schemas"]["ReceiverOAuth2"];
        /**
         * @description Whether events are delivered to a subscription.
         * @enum {string}
         */
        SubscriptionStatus: "enabled" | "disabled";
        /** @description An event that Posthorn itself sends. */
        OperationalEvent: components["schemas"]["SubscriptionDisabledEvent"] | components["schemas"]["SubscriptionFailingEvent"] | components["schemas"]["SubscriptionRecoveredEvent"] | components["schemas"]["DeliveryExhaustedEvent"];
        /** @description A subscription was disabled, since its receiver answered 410 Gone. */
        SubscriptionDisabledEvent: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "posthorn.subscription.disabled";
            /** Format: date-time */
            timestamp: string;
            data: components["schemas"]["SubscriptionDisabledEventData"];
        };
        /** @description What happened, and to which subscription. */
        SubscriptionDisabledEventData: {
            subscription_id: string;
            receiver_id: string | null;
            /** @description The delivery that showed it. */
            delivery_id: string;
            event_id: string;
            event_type: string | null;
            /** @constant */
            reason: "receiver_gone";
            last_attempt: components["schemas"]["OperationalAttempt"];
        };
        /** @description The attempt that it came of, without what was answered. */
        OperationalAttempt: {
            number: number;
            /** Format: date-time */
            started_at: string;
            duration_ms: number;
            status_code: number | null;
            failure_kind: components["schemas"]["FailureKind"] | null;
            error: string | null;
        };
        /**
         * @description What an attempt failed of.
         * @enum {string}
         */
        FailureKind: "timeout" | "connection" | "tls" | "dns" | "http_status" | "blocked_address" | "authorization" | "invalid_response";
        /** @description Deliveries to a subscription keep failing. */
        SubscriptionFailingEvent: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "posthorn.subscription.failing";
            /** Format: date-time */
            timestamp: string;
            data: components["schemas"]["SubscriptionFailingEventData"];
        };
        /** @description What happened, and to which subscription. */
        SubscriptionFailingEventData: {
            subscription_id: string;
            receiver_id: string | null;
            /** @description The delivery that showed it. */
            delivery_id: string;
            event_id: string;
            event_type: string | null;
            /** Format: date-time */
            failing_since: string;
            last_attempt: components["schemas"]["OperationalAttempt"];
        };
        /** @description A delivery to a subscription that was failing has arrived. */
        SubscriptionRecoveredEvent: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "posthorn.subscription.recovered";
            /** Format: date-time */
            timestamp: string;
            data: components["schemas"]["SubscriptionRecoveredEventData"];
        };
        /** @description What happened, and to which subscription. */
        SubscriptionRecoveredEventData: {
            subscription_id: string;
            receiver_id: string | null;
            /** @description The delivery that showed it. */
            delivery_id: string;
            event_id: string;
            event_type: string | null;
            /** Format: date-time */
            failing_since: string;
            failing_seconds: number;
            last_attempt: components["schemas"]["OperationalAttempt"];
        };
        /** @description The retry policy gave a delivery up. */
        DeliveryExhaustedEvent: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "posthorn.delivery.exhausted";
            /** Format: date-time */
            timestamp: string;
            data: components["schemas"]["DeliveryExhaustedEventData"];
        };
        /** @description What happened, and to which subscription. */
        DeliveryExhaustedEventData: {
            subscription_id: string;
            receiver_id: string | null;
            /** @description The delivery that showed it. */
            delivery_id: string;
            event_id: string;
            event_type: string | null;
            reason: components["schemas"]["ExhaustedReason"];
            attempt_count: number;
            last_attempt: components["schemas"]["OperationalAttempt"] | null;
        };
        /**
         * @description Why a delivery is exhausted.
         * @enum {string}
         */
        ExhaustedReason: "attempts" | "expired" | "payload_deleted" | "internal_fault";
        /** @description A new subscription, with its signing secret. */
        CreatedSubscription: {
            id: string;
            tenant_id: string;
            /** Format: iri */
            target_url: string;
            /** @description Empty: all of them. */
            event_types: string[];
            /** @description `null`: whatever their payload. */
            filter: {
                [key: string]: unknown;
            } | null;
            description: string | null;
            /** @description Yours alone: a portal token sees none of it. */
            metadata: {
                [key: string]: string;
            };
            /** @description The values read `[redacted]`. */
            headers: {
                [key: string]: string;
            };
            /** @description `null` is the default schedule. */
            retry_policy: components["schemas"]["RetryPolicy"] | null;
            timeout_seconds: number;
            /** @description `null`: as fast as they come. */
            rate_limit: components["schemas"]["RateLimit"] | null;
            /** @description Its secret reads `[redacted]`. */
            auth: components["schemas"]["ReceiverAuth"] | null;
            signature_versions: components["schemas"]["SignatureVersion"][];
            signature_headers: components["schemas"]["SignatureHeader"][];
            /** @description Of the signatures `v1a`: `whpk_` and the base64 of an Ed25519 key; else `null`. */
            public_key: string | null;
            receiver_id: string | null;
            /** @description Whose signature is asked of what is handed in; not shown to a portal token. */
            source: components["schemas"]["Source"] | null;
            /** @description `null`: as many as come. Not shown to a portal token. */
            ingest_rate_limit: components["schemas"]["RateLimit"] | null;
            status: components["schemas"]["SubscriptionStatus"];
            disabled_reason: components["schemas"]["DisabledReason"] | null;
            /** @description When it was found that deliveries to it keep failing; `null`: they do not. */
            failing_since: string | null;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            /** @description What its attempts are signed with. Shown again only by `GET …/secret`. */
            signing_secret: string;
        };
        /**
         * @description Why a subscription is disabled: by a call, or because its receiver answered 410 Gone.
         * @enum {string}
         */
        DisabledReason: "by_request" | "receiver_gone";
        /** @description One page of a list. */
        SubscriptionPage: {
            /** @description Newest first. */
            data: components["schemas"]["Subscription"][];
            /** @description What to send as `cursor` for the next page; `null` on the last one. */
            next_cursor: string | null;
        };
        /** @description A receiver's registration. Its secrets are never shown. */
        Subscription: {
            id: string;
            tenant_id: string;
            /** Format: iri */
            target_url: string;
            /** @description Empty: all of them. */
            event_types: string[];
            /** @description `null`: whatever their payload. */
            filter: {
                [key: string]: unknown;
            } | null;
            description: string | null;
            /** @description Yours alone: a portal token sees none of it. */
            metadata: {
                [key: string]: string;
            };
            /** @description The values read `[redacted]`. */
            headers: {
                [key: string]: string;
            };
            /** @description `null` is the default schedule. */
            retry_policy: components["schemas"]["RetryPolicy"] | null;
            timeout_seconds: number;
            /** @description `null`: as fast as they come. */
            rate_limit: components["schemas"]["RateLimit"] | null;
            /** @description Its secret reads `[redacted]`. */
            auth: components["schemas"]["ReceiverAuth"] | null;
            signature_versions: components["schemas"]["SignatureVersion"][];
            signature_headers: components["schemas"]["SignatureHeader"][];
            /** @description Of the signatures `v1a`: `whpk_` and the base64 of an Ed25519 key; else `null`. */
            public_key: string | null;
            receiver_id: string | null;
            /** @description Whose signature is asked of what is handed in; not shown to a portal token. */
            source: components["schemas"]["Source"] | null;
            /** @description `null`: as many as come. Not shown to a portal token. */
            ingest_rate_limit: components["schemas"]["RateLimit"] | null;
            status: components["schemas"]["SubscriptionStatus"];
            disabled_reason: components["schemas"]["DisabledReason"] | null;
            /** @description When it was found that deliveries to it keep failing; `null`: they do not. */
            failing_since: string | null;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
        };
        /** @description All settings of a subscription. What is left out gets its default; `ingest_secret` stays as it is. The answer to a `GET` can be sent as it is: fields that only Posthorn sets, such as `id` and `status`, are ignored when their values are the current ones, and refused by name otherwise. */
        SubscriptionReplacement: {
            /**
             * Format: iri
             * @description Where attempts are sent: an absolute URL.
             */
            target_url: string;
            /** @description The event types that it wants: exact ones, `order.*`, or `*`. None means all. */
            event_types?: string[] | null;
            /** @description Only events whose payload matches: an event pattern of Amazon EventBridge with the payload as its root. A filter is never merged, but replaced as a whole. */
            filter?: components["schemas"]["PayloadFilter"] | null;
            /** @description Short for `event_types` with one entry: give one of the two. */
            event_type?: string | null;
            /** @description A note for people. */
            description?: string | null;
            /** @description Seconds that one attempt may take; 10 unless said otherwise. */
            timeout_seconds?: number | null;
            /** @description Your own name for the customer: only events for the same one reach it. */
            receiver_id?: string | null;
            /** @description How attempts are signed: `v1` with the signing secret, `v1a` with a private key of Posthorn’s, whose public key is in `public_key`. Both may be wanted; `v1` is the default. */
            signature_versions?: components["schemas"]["SignatureVersion"][] | null;
            /** @description The names of the headers that carry id, time and signature: `webhook` for `webhook-id`, `webhook-timestamp` and `webhook-signature`, which are always sent and the default; `svix` adds `svix-id`, `svix-timestamp` and `svix-signature` with the same values, for receivers that verify with a library of Svix. */
            signature_headers?: components["schemas"]["SignatureHeader"][] | null;
            /** @description When there is one, events handed in for this subscription must be signed with it. */
            ingest_secret?: string | null;
            /** @description Another name for `ingest_secret`: give one of the two. */
            secret?: string | null;
            /** @description The provider that posts its webhooks straight to the ingest address, signed with the `ingest_secret`, which must be of the kind that it makes: then no API key is needed there. */
            source?: components["schemas"]["Source"] | null;
            /** @description Your own data about it. */
            metadata?: {
                [key: string]: string;
            } | null;
            /** @description Headers to add to every attempt. Answers show `[redacted]` in place of the values. Sent back, `[redacted]` keeps the stored value. */
            headers?: {
                [key: string]: string;
            } | null;
            /** @description When failed attempts are made again; by default nine attempts in about 18 hours. */
            retry_policy?: components["schemas"]["RetryPolicy"] | null;
            /** @description Attempts a second that the receiver takes. Deliveries over it wait, and no attempt is counted for that. */
            rate_limit?: components["schemas"]["RateLimit"] | null;
            /** @description Events a second that may be handed in for it; more are refused with a 429. */
            ingest_rate_limit?: components["schemas"]["RateLimit"] | null;
            /** @description How attempts authenticate, in the header `Authorization`. Answers show `[redacted]` in place of its secret. Sent back, `[redacted]` keeps the stored one. */
            auth?: components["schemas"]["ReceiverAuth"] | null;
        };
        /** @description Changes of a subscription as a JSON merge patch (RFC 7396): `null` clears a field. */
        SubscriptionPatch: {
            /**
             * Format: iri
             * @description Where attempts are sent: an absolute URL.
             */
            target_url?: string;
            /** @description The event types that it wants: exact ones, `order.*`, or `*`. None means all. */
            event_types?: string[] | null;
            /** @description Only events whose payload matches: an event pattern of Amazon EventBridge with the payload as its root. A filter is never merged, but replaced as a whole. */
            filter?: components["schemas"]["PayloadFilter"] | null;
            /** @description Short for `event_types` with one entry: give one of the two. */
            event_type?: string | null;
            /** @description A note for people. */
            description?: string | null;
            /** @description Seconds that one attempt may take; 10 unless said otherwise. */
            timeout_seconds?: number | null;
            /** @description Your own name for the customer: only events for the same one reach it. */
            receiver_id?: string | null;
            /** @description How attempts are signed: `v1` with the signing secret, `v1a` with a private key of Posthorn’s, whose public key is in `public_key`. Both may be wanted; `v1` is the default. */
            signature_versions?: components["schemas"]["SignatureVersion"][] | null;
            /** @description The names of the headers that carry id, time and signature: `webhook` for `webhook-id`, `webhook-timestamp` and `webhook-signature`, which are always sent and the default; `svix` adds `svix-id`, `svix-timestamp` and `svix-signature` with the same values, for receivers that verify with a library of Svix. */
            signature_headers?: components["schemas"]["SignatureHeader"][] | null;
            /** @description When there is one, events handed in for this subscription must be signed with it. */
            ingest_secret?: string | null;
            /** @description Another name for `ingest_secret`: give one of the two. */
            secret?: string | null;
            /** @description The provider that posts its webhooks straight to the ingest address, signed with the `ingest_secret`, which must be of the kind that it makes: then no API key is needed there. */
            source?: components["schemas"]["Source"] | null;
            /** @description Your own data about it. Merged: `null` removes a member. */
            metadata?: {
                [key: string]: string | null;
            } | null;
            /** @description Headers to add to every attempt. Answers show `[redacted]` in place of the values. Merged: `null` removes a header. */
            headers?: {
                [key: string]: string | null;
            } | null;
            /** @description When failed attempts are made again; by default nine attempts in about 18 hours. */
            retry_policy?: components["schemas"]["RetryPolicyPatch"] | null;
            /** @description Attempts a second that the receiver takes. Deliveries over it wait, and no attempt is counted for that. */
            rate_limit?: components["schemas"]["RateLimitPatch"] | null;
            /** @description Events a second that may be handed in for it; more are refused with a 429. */
            ingest_rate_limit?: components["schemas"]["RateLimitPatch"] | null;
            /** @description How attempts authenticate, in the header `Authorization`. Answers show `[redacted]` in place of its secret. */
            auth?: components["schemas"]["ReceiverAuthPatch"] | null;
        };
        /** @description Changes of a retry policy; of the other kind, it replaces the stored one. */
        RetryPolicyPatch: {
            schedule?: number[] | null;
            base_seconds?: number | null;
            factor?: number | null;
            max_delay_seconds?: number | null;
            max_attempts?: number | null;
        };
        /** @description Changes of a rate limit. */
        RateLimitPatch: {
            per_second?: number | null;
            burst?: number | null;
        };
        /** @description Changes of `auth`; of another type, it replaces what is stored. */
        ReceiverAuthPatch: {
            type?: components["schemas"]["ReceiverAuthType"] | null;
            token?: string | null;
            username?: string | null;
            password?: string | null;
            token_url?: string | null;
            client_id?: string | null;
            client_secret?: string | null;
            scope?: string | null;
            audience?: string | null;
        };
        /**
         * @description How attempts authenticate.
         * @enum {string}
         */
        ReceiverAuthType: "bearer" | "basic" | "oauth2";
        /**
         * @description The state of a delivery.
         * @enum {string}
         */
        DeliveryStatus: "pending" | "retrying" | "delivered" | "exhausted" | "cancelled";
        /** @description One page of a list. */
        DeliveryPage: {
            /** @description Newest first. */
            data: components["schemas"]["Delivery"][];
            /** @description What to send as `cursor` for the next page; `null` on the last one. */
            next_cursor: string | null;
        };
        /** @description One event on its way to one subscription. */
        Delivery: {
            id: string;
            /** @description The same as `id`. */
            task_id: string;
            event_id: string;
            event_type: string | null;
            subscription_id: string;
            /**
             * Format: iri
             * @description Where the latest attempt went, or the first one will go.
             */
            target_url: string;
            status: components["schemas"]["DeliveryStatus"];
            /** @description Why it is exhausted or cancelled. `internal_fault`: Posthorn itself failed to work on it 100 times; the receiver is not the cause. `receiver_changed`: its subscription has moved to another receiver. */
            status_reason: components["schemas"]["DeliveryStatusReason"] | null;
            attempt_count: number;
            next_attempt_at: string | null;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            /** @description When its record is deleted; `null` while it is open. */
            expires_at: string | null;
        };
        /**
         * @description Why a delivery is exhausted or cancelled.
         * @enum {string}
         */
        DeliveryStatusReason: "attempts" | "expired" | "payload_deleted" | "internal_fault" | "subscription_deleted" | "receiver_changed" | "by_request";
        /** @description An event to try a subscription with. */
        TestEvent: {
            /** @description What the event is called; `posthorn.test` by default. */
            event_type?: string;
            /** @description Any JSON value, delivered byte for byte as it stands here. By default one that says it is a test. */
            payload?: unknown;
        };
        /** @description The event is kept and will be delivered. */
        IngestAccepted: {
            message: string;
            /** @description The id of the delivery: see `GET /status/{task_id}`. */
            task_id: string;
            event_id: string;
            status: components["schemas"]["DeliveryStatus"];
        };
        /** @description What has become of the deliveries of a subscription. */
        SubscriptionStats: {
            deliveries: components["schemas"]["DeliveryCounts"];
            /** @description Requests that were made for them. */
            attempts: number;
            /** @description From the arrival of an event to the success of its delivery; `null`: there was none. */
            delivery_ms: components["schemas"]["DeliveryTimes"] | null;
            /** @description When the event of the oldest counted delivery came in. */
            oldest: string | null;
            /** @description Whether these are all; else they are the newest. */
            is_complete: boolean;
        };
        /** @description How many there are of each status. */
        DeliveryCounts: {
            pending: number;
            retrying: number;
            delivered: number;
            exhausted: number;
            cancelled: number;
        };
        /** @description The median and the 95th percentile, in milliseconds. */
        DeliveryTimes: {
            p50: number;
            p95: number;
        };
        /** @description What a subscription signs with. */
        SubscriptionSecret: {
            /** @description What verifies the signatures `v1`: `whsec_…`. */
            signing_secret: string;
            /** @description What verifies the signatures `v1a`: `whpk_…`; `null` where they are not wanted. */
            public_key: string | null;
            /** @description What was replaced and still signs, until its grace period ends. */
            previous: components["schemas"]["PreviousSecret"][];
        };
        /** @description A secret that was replaced and still signs: one of the two. */
        PreviousSecret: {
            signing_secret: string | null;
            public_key: string | null;
            /** Format: date-time */
            expires_at: string;
        };
        /** @description How a secret is replaced. */
        SecretRotation: {
            /**
             * @description For so long the old secret signs as well; 0: it does not.
             * @default 86400
             */
            grace_period_seconds?: number;
            /** @description A signing secret that the receiver knows already; else one is made. */
            signing_secret?: string;
        };
        /** @description What a subscription signs with from now on. */
        RotatedSecret: {
            /** @description What verifies the signatures `v1`: `whsec_…`. */
            signing_secret: string;
            /** @description What verifies the signatures `v1a`: `whpk_…`; `null` where they are not wanted. */
            public_key: string | null;
            /** @description What was replaced and still signs, until its grace period ends. */
            previous: components["schemas"]["PreviousSecret"][];
            /**
             * Format: date-time
             * @description From then on every attempt is signed with it, wherever it is made.
             */
            in_force_at: string;
        };
        /** @description Public keys (RFC 7517, RFC 8037). */
        JsonWebKeySet: {
            keys: components["schemas"]["JsonWebKey"][];
        };
        /** @description A public key: `kty`, `crv`, `x`, `kid`, `use`, `alg`. */
        JsonWebKey: {
            [key: string]: string;
        };
        /** @description Settings that a subscription could have, and an event to try them with. */
        FilterTestInput: {
            /** @description Only events whose payload matches: an event pattern of Amazon EventBridge with the payload as its root. A filter is never merged, but replaced as a whole. */
            filter?: components["schemas"]["PayloadFilter"] | null;
            /** @description The event types that it wants: exact ones, `order.*`, or `*`. None means all. */
            event_types?: string[] | null;
            /** @description The payload of the event: any JSON value. */
            payload: unknown;
            /** @description The type of the event; `null`: it has none. */
            event_type?: string | null;
        };
        /** @description Whether an event matches, and which parts of the settings it does not match. */
        FilterTestResult: {
            /** @description Whether a subscription with these settings would get the event. */
            matches: boolean;
            /** @description Each part that does not match; empty when `matches` is true. */
            mismatches: components["schemas"]["FilterMismatch"][];
        };
        /** @description One part of the settings that the event does not match. */
        FilterMismatch: {
            /** @description A JSON Pointer (RFC 6901) into the request body: `/event_types`, `/filter`, or a part of the filter such as `/filter/order/total`. Names longer than 128 characters are cut. */
            pointer: string;
            /** @description Why it does not match, in English, with up to three of the values that the payload has there. */
            detail: string;
        };
        /** @description An event for every subscription that wants its type. */
        PublishEvent: {
            /** @description The type of the event. */
            event_type: string;
            /** @description Any JSON value: it is delivered byte for byte as it stands here. */
            payload: unknown;
            /** @description Your own name for the customer it is for: only their subscriptions get it. */
            receiver_id?: string | null;
            /**
             * Format: date-time
             * @description Its deliveries are not attempted before then: 604800 seconds ahead at most.
             */
            deliver_at?: string;
        };
        /** @description The event is kept and will be delivered to all who want it. */
        PublishAccepted: {
            event_id: string;
            event_type: string | null;
            /** @description One for each subscription; `null` when there are more than 100. */
            deliveries: components["schemas"]["AcceptedDelivery"][] | null;
            deliveries_count: number;
        };
        /** @description An event on its way to one subscription. */
        AcceptedDelivery: {
            task_id: string;
            subscription_id: string;
        };
        /** @description What became of each event of a batch. */
        PublishBatchResult: {
            accepted: number;
            refused: number;
            /** @description One an event, in their order. */
            results: components["schemas"]["PublishItemResult"][];
        };
        /** @description What became of one event of a batch: accepted with its ids, or refused with a `problem`. */
        PublishItemResult: {
            /** @description 202: the event is kept and will be delivered. From 400 up: it is refused. */
            status: number;
            event_id?: string;
            event_type?: string | null;
            /** @description One for each subscription; `null` when there are more than 100. */
            deliveries?: components["schemas"]["AcceptedDelivery"][] | null;
            deliveries_count?: number;
            /** @description Why this event is refused. The others may be accepted. */
            problem?: components["schemas"]["Problem"];
        };
        /** @description An error (RFC 9457). */
        Problem: {
            /** @description Names the kind of problem: `urn:posthorn:problem:<code>`. */
            type: string;
            /** @description The kind of problem in words. */
            title: string;
            /** @description The HTTP status. */
            status: number;
            /** @description What went wrong this time. */
            detail: string;
            /** @description The fields that are at fault. */
            errors?: components["schemas"]["FieldFault"][];
            /** @description What to quote when asking for help. */
            request_id: string;
        };
        /** @description One thing that is wrong with one field. */
        FieldFault: {
            in: components["schemas"]["RequestPart"];
            /** @description JSON Pointer (RFC 6901) within that part. */
            pointer: string;
            /** @description What is wrong with the field that it points at. */
            detail: string;
        };
        /**
         * @description What a pointer is about: a part of the request, or the payload of an event in it.
         * @enum {string}
         */
        RequestPart: "body" | "query" | "path" | "header" | "payload";
        /** @description Events for every subscription that wants their types. */
        PublishBatch: {
            events: components["schemas"]["PublishItem"][];
        };
        /** @description An event of a batch. */
        PublishItem: {
            /** @description The type of the event. */
            event_type: string;
            /** @description Any JSON value: it is delivered byte for byte as it stands here. */
            payload: unknown;
            /** @description Your own name for the customer it is for: only their subscriptions get it. */
            receiver_id?: string | null;
            /**
             * Format: date-time
             * @description Its deliveries are not attempted before then: 604800 seconds ahead at most.
             */
            deliver_at?: string;
            /** @description What `Idempotency-Key` is to a request of its own. */
            idempotency_key?: string;
        };
        /** @description A payload that is JSON: an object, an array, a string, a number, a boolean or null. */
        JsonPayload: unknown;
        /** @description What a source asks for before it uses an ingest URL. */
        SourceAnswer: {
            [key: string]: string;
        };
        /** @description Events for one subscription. */
        IngestBatch: {
            events: components["schemas"]["IngestItem"][];
        };
        /** @description An event of a batch. */
        IngestItem: {
            /** @description Any JSON value: it is delivered byte for byte as it stands here. */
            payload: unknown;
            /** @description The type of the event. */
            event_type?: string;
            /**
             * Format: date-time
             * @description Its deliveries are not attempted before then: 604800 seconds ahead at most.
             */
            deliver_at?: string;
            /** @description What `Idempotency-Key` is to a request of its own. */
            idempotency_key?: string;
        };
        /** @description What became of each event of a batch. */
        IngestBatchResult: {
            accepted: number;
            refused: number;
            /** @description One an event, in their order. */
            results: components["schemas"]["IngestItemResult"][];
        };
        /** @description What became of one event of a batch: accepted with its ids, or refused with a `problem`. */
        IngestItemResult: {
            /** @description 202: the event is kept and will be delivered. From 400 up: it is refused. */
            status: number;
            /** @description The id of the delivery: see `GET /status/{task_id}`. */
            task_id?: string;
            event_id?: string;
            /** @description Why this event is refused. The others may be accepted. */
            problem?: components["schemas"]["Problem"];
        };
        /** @description One page of a list. */
        EventPage: {
            /** @description Newest first. */
            data: components["schemas"]["Event"][];
            /** @description What to send as `cursor` for the next page; `null` on the last one. */
            next_cursor: string | null;
        };
        /** @description What a producer handed in. */
        Event: {
            id: string;
            event_type: string | null;
            receiver_id: string | null;
            content_type: string;
            /** Format: date-time */
            created_at: string;
            /**
             * Format: date-time
             * @description When its record is deleted, at the earliest.
             */
            expires_at: string;
            /** @description When its payload was deleted; `null`: it is kept. */
            payload_deleted_at: string | null;
        };
        /** @description An event with its payload and its deliveries. */
        EventWithPayload: {
            id: string;
            event_type: string | null;
            receiver_id: string | null;
            content_type: string;
            /** Format: date-time */
            created_at: string;
            /**
             * Format: date-time
             * @description When its record is deleted, at the earliest.
             */
            expires_at: string;
            /** @description When its payload was deleted; `null`: it is kept. */
            payload_deleted_at: string | null;
            /** @description The payload as text, when it is UTF-8 and was not deleted. */
            payload: string | null;
            /** @description The payload in base64, when it is not UTF-8. */
            payload_base64: string | null;
            payload_bytes: number;
            deliveries: components["schemas"]["Delivery"][];
            /** @description How many there are to be; of a large fan-out some may not be made yet. */
            deliveries_count: number;
        };
        /** @description Where a kept event is to be sent. */
        EventToSend: {
            /** @description The subscription to send it to. */
            subscription_id: string;
        };
        /** @description What is to be redriven, and how fast. */
        RedriveSettings: {
            /**
             * Format: date-time
             * @description Deliveries of events that came in at this time or later; all, without it.
             */
            since?: string;
            /**
             * Format: date-time
             * @description … and before this time; now, without it.
             */
            until?: string;
            /**
             * @description So many are attempted in a second at most. A rate limit of the subscription holds as well.
             * @default 100
             */
            per_second?: number;
        };
        /** @description A replay of everything that was exhausted in a time. */
        Recovery: {
            id: string;
            /** @description `null`: the dead letters of all subscriptions. */
            subscription_id: string | null;
            /** @description Whether it brings missed events, and not exhausted deliveries. */
            missed: boolean;
            /** Format: date-time */
            since: string;
            /** Format: date-time */
            until: string;
            per_second: number;
            status: components["schemas"]["RecoveryStatus"];
            stop_reason: components["schemas"]["RecoveryStopReason"] | null;
            /** @description How many were exhausted at its start; `null`: too many, or missed events, which are not counted. */
            deliveries_count: number | null;
            /** @description How many were put on their way so far. After a crash of the service it may be a page too low. */
            recovered_count: number;
            /** @description How many were left as they are: their subscriptions are disabled or deleted, or somebody was faster. */
            skipped_count: number;
            /** @description From 0 to 1; `null` while it cannot be told. */
            progress: number | null;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            ended_at: string | null;
        };
        /**
         * @description The state of a recovery.
         * @enum {string}
         */
        RecoveryStatus: "running" | "done" | "stopped";
        /**
         * @description Why a recovery was stopped before its end.
         * @enum {string}
         */
        RecoveryStopReason: "by_request" | "subscription_disabled" | "subscription_deleted" | "receiver_changed";
        /** @description A delivery and all its attempts. */
        DeliveryWithAttempts: {
            id: string;
            /** @description The same as `id`. */
            task_id: string;
            event_id: string;
            event_type: string | null;
            subscription_id: string;
            /**
             * Format: iri
             * @description Where the latest attempt went, or the first one will go.
             */
            target_url: string;
            status: components["schemas"]["DeliveryStatus"];
            /** @description Why it is exhausted or cancelled. `internal_fault`: Posthorn itself failed to work on it 100 times; the receiver is not the cause. `receiver_changed`: its subscription has moved to another receiver. */
            status_reason: components["schemas"]["DeliveryStatusReason"] | null;
            attempt_count: number;
            next_attempt_at: string | null;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            /** @description When its record is deleted; `null` while it is open. */
            expires_at: string | null;
            /** @description By number. */
            attempts: components["schemas"]["Attempt"][];
        };
        /** @description One HTTP request of a delivery. */
        Attempt: {
            number: number;
            /** @description Who asked for it: the schedule, or a person (a replay). */
            trigger: components["schemas"]["AttemptTrigger"];
            /** Format: date-time */
            started_at: string;
            duration_ms: number;
            /** @description The receiver's answer; `null` when there was none. */
            status_code: number | null;
            outcome: components["schemas"]["AttemptOutcome"];
            failure_kind: components["schemas"]["FailureKind"] | null;
            error: string | null;
            /** @description The beginning of the answer's body. */
            response_excerpt: string | null;
        };
        /**
         * @description What led to an attempt: the retry policy, or a call.
         * @enum {string}
         */
        AttemptTrigger: "scheduled" | "manual";
        /**
         * @description Whether an attempt delivered the event.
         * @enum {string}
         */
        AttemptOutcome: "succeeded" | "failed";
        /** @description A delivery that was just cancelled. */
        CancelledDelivery: {
            id: string;
            /** @description The same as `id`. */
            task_id: string;
            event_id: string;
            event_type: string | null;
            subscription_id: string;
            /**
             * Format: iri
             * @description Where the latest attempt went, or the first one will go.
             */
            target_url: string;
            status: components["schemas"]["DeliveryStatus"];
            /** @description Why it is exhausted or cancelled. `internal_fault`: Posthorn itself failed to work on it 100 times; the receiver is not the cause. `receiver_changed`: its subscription has moved to another receiver. */
            status_reason: components["schemas"]["DeliveryStatusReason"] | null;
            attempt_count: number;
            next_attempt_at: string | null;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            /** @description When its record is deleted; `null` while it is open. */
            expires_at: string | null;
            /** @description An attempt may have begun before the cancellation: it can still arrive. */
            attempt_in_flight: boolean;
        };
        /** @description One page of a list. */
        RecoveryPage: {
            /** @description Newest first. */
            data: components["schemas"]["Recovery"][];
            /** @description What to send as `cursor` for the next page; `null` on the last one. */
            next_cursor: string | null;
        };
        /** @description What is to be recovered, and how fast. */
        RecoverySettings: {
            /**
             * Format: date-time
             * @description Deliveries of events that came in at this time or later …
             */
            since: string;
            /**
             * Format: date-time
             * @description … and before this time; now, without it.
             */
            until?: string;
            /**
             * @description So many are attempted in a second at most. A rate limit of the subscription holds as well.
             * @default 100
             */
            per_second?: number;
            /**
             * @description Brings kept events that the subscription wants and has no delivery of, such as those published while it was disabled. Without it, exhausted deliveries are replayed.
             * @default false
             */
            missed?: boolean;
        };
        /** @description An event type for the catalogue. */
        EventTypeInput: {
            /** @description What events of it carry as their `event_type`. */
            name: string;
            /** @description What it means that such an event happens. */
            description?: string | null;
            /** @description A JSON Schema (2020-12, of a subset: see docs/event-types.md) that payloads of this type match: an object or a boolean; `null`: none. */
            schema?: unknown;
            /** @description A payload, which must match the schema; `null`: none. Test events send it. */
            example?: unknown;
            /** @description Whether events of this type are refused whose payload does not match the schema (`enforce`), or the schema only says what is meant (`none`, the default). */
            validation?: components["schemas"]["EventTypeValidation"];
        };
        /**
         * @description Whether payloads of an event type must match its schema.
         * @enum {string}
         */
        EventTypeValidation: "none" | "enforce";
        /** @description What events of one type are about, and look like. */
        EventType: {
            name: string;
            description: string | null;
            /** @description A JSON Schema (2020-12) that payloads match: an object or a boolean; `null`: none. */
            schema: unknown;
            /** @description A payload; `null`: there is none. */
            example: unknown;
            validation: components["schemas"]["EventTypeValidation"];
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
        };
        /** @description One page of a list. */
        EventTypePage: {
            /** @description In the order of their names. */
            data: components["schemas"]["EventType"][];
            /** @description What to send as `cursor` for the next page; `null` on the last one. */
            next_cursor: string | null;
        };
        /** @description Changes of an event type: what is left out stays, `null` clears. A schema or an example is replaced as a whole. Fields that only Posthorn sets are ignored when their values are the current ones, and refused by name otherwise. */
        EventTypePatch: {
            /** @description What it means that such an event happens. */
            description?: string | null;
            /** @description A JSON Schema (2020-12, of a subset: see docs/event-types.md) that payloads of this type match: an object or a boolean; `null`: none. */
            schema?: unknown;
            /** @description A payload, which must match the schema; `null`: none. Test events send it. */
            example?: unknown;
            /** @description Whether events of this type are refused whose payload does not match the schema (`enforce`), or the schema only says what is meant (`none`, the default). */
            validation?: components["schemas"]["EventTypeValidation"];
        };
        /** @description An OpenAPI 3.1 document. */
        OpenApiDocument: {
            openapi: string;
            info: components["schemas"]["OpenApiInfo"];
        } & {
            [key: string]: unknown;
        };
        /** @description What an OpenAPI document is about. */
        OpenApiInfo: {
            title: string;
            version: string;
        } & {
            [key: string]: unknown;
        };
        /** @description An API key to make. */
        ApiKeyInput: {
            /** @description What you call it. */
            name: string;
            /** @description What it may do: `ingest` hands events in, `read` sees, `manage` changes, `admin` does all of it and makes keys. */
            scopes: components["schemas"]["ApiKeyScope"][];
            expires_at?: string | null;
            /** @description A tenant that yours has made: the key is for it. Without it, for your own. */
            tenant_id?: string;
        };
        /**
         * @description What an API key may do.
         * @enum {string}
         */
        ApiKeyScope: "ingest" | "read" | "manage" | "admin";
        /** @description A new API key, with the key itself. */
        CreatedApiKey: {
            id: string;
            tenant_id: string;
            name: string;
            scopes: components["schemas"]["ApiKeyScope"][];
            /** Format: date-time */
            created_at: string;
            expires_at: string | null;
            /** @description To the hour; `null`: never. */
            last_used_at: string | null;
            /** @description The key itself, shown this once: only its hash is kept. */
            key: string;
        };
        /** @description One page of a list. */
        ApiKeyPage: {
            /** @description Newest first. */
            data: components["schemas"]["ApiKey"][];
            /** @description What to send as `cursor` for the next page; `null` on the last one. */
            next_cursor: string | null;
        };
        /** @description An API key. */
        ApiKey: {
            id: string;
            tenant_id: string;
            name: string;
            scopes: components["schemas"]["ApiKeyScope"][];
            /** Format: date-time */
            created_at: string;
            expires_at: string | null;
            /** @description To the hour; `null`: never. */
            last_used_at: string | null;
        };
        /** @description A tenant to make. */
        TenantInput: {
            /** @description What you call it. */
            name: string;
        };
        /** @description A new tenant, with its first admin key. */
        CreatedTenant: {
            id: string;
            name: string;
            /** Format: date-time */
            created_at: string;
            api_key: components["schemas"]["CreatedApiKey"];
        };
        /** @description One page of a list. */
        TenantPage: {
            /** @description Newest first. */
            data: components["schemas"]["Tenant"][];
            /** @description What to send as `cursor` for the next page; `null` on the last one. */
            next_cursor: string | null;
        };
        /** @description An owner of keys, subscriptions and events: nothing crosses from one to another. */
        Tenant: {
            id: string;
            name: string;
            /** Format: date-time */
            created_at: string;
        };
        /** @description A portal token to make. */
        PortalTokenInput: {
            /** @description Whose subscriptions it opens. */
            receiver_id: string;
            /**
             * @description Whether it may only look, or change things as well.
             * @default read
             */
            access?: components["schemas"]["PortalAccess"];
            /**
             * @description How long it is good.
             * @default 900
             */
            ttl_seconds?: number;
        };
        /**
         * @description What a portal token may do.
         * @enum {string}
         */
        PortalAccess: "read" | "manage";
        /** @description A token that opens one receiver’s own subscriptions for a while. */
        PortalToken: {
            /** @description Names it in the audit log. */
            id: string;
            /** @description Sent like an API key: `Authorization: Bearer pht_…`. */
            token: string;
            receiver_id: string;
            access: components["schemas"]["PortalAccess"];
            /** Format: date-time */
            expires_at: string;
        };
        /** @description Which portal tokens to revoke. */
        RevokedPortalTokens: {
            /** @description Whose portal tokens are revoked. */
            receiver_id: string;
        };
        /** @description One page of a list. */
        AuditPage: {
            /** @description Newest first. */
            data: components["schemas"]["AuditEntry"][];
            /** @description What to send as `cursor` for the next page; `null` on the last one. */
            next_cursor: string | null;
        };
        /** @description Who changed what, and when. */
        AuditEntry: {
            id: string;
            action: components["schemas"]["AuditAction"];
            /** @description The id of the API key or portal token that did it. */
            actor: string;
            /** @description The id of what was changed or made. */
            subject: string;
            /** @description The fields that the request named, without their values. */
            fields: string[];
            /** @description The receiver of the portal token that did it, or whose tokens were made or revoked. */
            receiver_id: string | null;
            /** @description The IP address that the call came from; `null` in entries of before it was kept. */
            source_address: string | null;
            /** @description Of changed subscriptions: `target_url` and `receiver_id`, as far as they were changed. */
            changes: components["schemas"]["AuditChange"][];
            request_id: string;
            /** Format: date-time */
            at: string;
        };
        /**
         * @description What was done.
         * @enum {string}
         */
        AuditAction: "subscription.created" | "subscription.replaced" | "subscription.updated" | "subscription.deleted" | "subscription.enabled" | "subscription.disabled" | "subscription.secret_rotated" | "subscription.secret_read" | "subscription.tested" | "delivery.replayed" | "delivery.retried" | "delivery.cancelled" | "event.payload_deleted" | "event.sent" | "recovery.started" | "recovery.stopped" | "api_key.created" | "api_key.deleted" | "tenant.created" | "portal_token.created" | "portal_token.revoked" | "event_type.created" | "event_type.updated" | "event_type.deleted";
        /** @description A field before and after. The query of a URL is struck: `?…`. */
        AuditChange: {
            field: components["schemas"]["AuditedField"];
            before: string | null;
            after: string | null;
        };
        /**
         * @description A field whose values before and after are in the audit log.
         * @enum {string}
         */
        AuditedField: "target_url" | "receiver_id";
        /** @description The service answers. */
        Health: {
            /** @constant */
            status: "ok";
            /** @description The version of Posthorn. */
            version: string;
        };
    };
    responses: {
        /** @description The request cannot be read */
        "malformed-request": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Authentication is needed */
        unauthenticated: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The API key may not do this */
        forbidden: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The idempotency key was used before; or: There are too many subscriptions */
        "idempotency-conflict.subscription-limit": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The body is too large */
        "payload-too-large": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The media type is not supported */
        "unsupported-media-type": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The request is not valid */
        "invalid-request": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Too many events or calls */
        "rate-limited": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Something went wrong here; or: The stored subscription is damaged */
        "internal-error.subscription-damaged": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The service cannot read or write its store */
        unavailable: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Not found */
        "not-found": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The current state does not allow it; or: There are too many subscriptions */
        "conflict.subscription-limit": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The current state does not allow it */
        conflict: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The idempotency key was used before; or: The subscription is disabled */
        "idempotency-conflict.subscription-disabled": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The event goes in a loop */
        "loop-detected": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The idempotency key was used before; or: The current state does not allow it; or: There are as many as there may be */
        "idempotency-conflict.conflict.limit-reached": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The idempotency key was used before */
        "idempotency-conflict": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The request is not valid; or: The payload does not match the schema of its event type */
        "invalid-request.schema-mismatch": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The signature is missing */
        "missing-signature": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The API key may not do this; or: The signature is wrong */
        "forbidden.wrong-signature": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The request is not valid; or: The subscription does not want this event type; or: The subscription does not want this payload; or: The payload does not match the schema of its event type */
        "invalid-request.event-type-mismatch.filter-mismatch.schema-mismatch": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The request cannot be read; or: The signature is missing */
        "malformed-request.missing-signature": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The current state does not allow it; or: The subscription is disabled */
        "conflict.subscription-disabled": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The idempotency key was used before; or: There are as many as there may be */
        "idempotency-conflict.limit-reached": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The idempotency key was used before; or: The current state does not allow it */
        "idempotency-conflict.conflict": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The idempotency key was used before; or: The subscription is disabled; or: There are as many as there may be */
        "idempotency-conflict.subscription-disabled.limit-reached": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
    };
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type SubscriptionInput = components['schemas']['SubscriptionInput'];
export type PayloadFilter = components['schemas']['PayloadFilter'];
export type SignatureVersion = components['schemas']['SignatureVersion'];
export type SignatureHeader = components['schemas']['SignatureHeader'];
export type Source = components['schemas']['Source'];
export type KnownSource = components['schemas']['KnownSource'];
export type Provider = components['schemas']['Provider'];
export type HmacSource = components['schemas']['HmacSource'];
export type HmacAlgorithm = components['schemas']['HmacAlgorithm'];
export type HmacEncoding = components['schemas']['HmacEncoding'];
export type FieldSeparator = components['schemas']['FieldSeparator'];
export type TimestampPlace = components['schemas']['TimestampPlace'];
export type TimeFormat = components['schemas']['TimeFormat'];
export type HeaderPlace = components['schemas']['HeaderPlace'];
export type EventTypePlace = components['schemas']['EventTypePlace'];
export type TokenSource = components['schemas']['TokenSource'];
export type BasicSource = components['schemas']['BasicSource'];
export type SquareSource = components['schemas']['SquareSource'];
export type MetaSource = components['schemas']['MetaSource'];
export type RetryPolicy = components['schemas']['RetryPolicy'];
export type RateLimit = components['schemas']['RateLimit'];
export type ReceiverBearerAuth = components['schemas']['ReceiverBearerAuth'];
export type ReceiverBasicAuth = components['schemas']['ReceiverBasicAuth'];
export type ReceiverOAuth2 = components['schemas']['ReceiverOAuth2'];
export type ReceiverAuth = components['schemas']['ReceiverAuth'];
export type SubscriptionStatus = components['schemas']['SubscriptionStatus'];
export type OperationalEvent = components['schemas']['OperationalEvent'];
export type SubscriptionDisabledEvent = components['schemas']['SubscriptionDisabledEvent'];
export type SubscriptionDisabledEventData = components['schemas']['SubscriptionDisabledEventData'];
export type OperationalAttempt = components['schemas']['OperationalAttempt'];
export type FailureKind = components['schemas']['FailureKind'];
export type SubscriptionFailingEvent = components['schemas']['SubscriptionFailingEvent'];
export type SubscriptionFailingEventData = components['schemas']['SubscriptionFailingEventData'];
export type SubscriptionRecoveredEvent = components['schemas']['SubscriptionRecoveredEvent'];
export type SubscriptionRecoveredEventData = components['schemas']['SubscriptionRecoveredEventData'];
export type DeliveryExhaustedEvent = components['schemas']['DeliveryExhaustedEvent'];
export type DeliveryExhaustedEventData = components['schemas']['DeliveryExhaustedEventData'];
export type ExhaustedReason = components['schemas']['ExhaustedReason'];
export type CreatedSubscription = components['schemas']['CreatedSubscription'];
export type DisabledReason = components['schemas']['DisabledReason'];
export type SubscriptionPage = components['schemas']['SubscriptionPage'];
export type Subscription = components['schemas']['Subscription'];
export type SubscriptionReplacement = components['schemas']['SubscriptionReplacement'];
export type SubscriptionPatch = components['schemas']['SubscriptionPatch'];
export type RetryPolicyPatch = components['schemas']['RetryPolicyPatch'];
export type RateLimitPatch = components['schemas']['RateLimitPatch'];
export type ReceiverAuthPatch = components['schemas']['ReceiverAuthPatch'];
export type ReceiverAuthType = components['schemas']['ReceiverAuthType'];
export type DeliveryStatus = components['schemas']['DeliveryStatus'];
export type DeliveryPage = components['schemas']['DeliveryPage'];
export type Delivery = components['schemas']['Delivery'];
export type DeliveryStatusReason = components['schemas']['DeliveryStatusReason'];
export type TestEvent = components['schemas']['TestEvent'];
export type IngestAccepted = components['schemas']['IngestAccepted'];
export type SubscriptionStats = components['schemas']['SubscriptionStats'];
export type DeliveryCounts = components['schemas']['DeliveryCounts'];
export type DeliveryTimes = components['schemas']['DeliveryTimes'];
export type SubscriptionSecret = components['schemas']['SubscriptionSecret'];
export type PreviousSecret = components['schemas']['PreviousSecret'];
export type SecretRotation = components['schemas']['SecretRotation'];
export type RotatedSecret = components['schemas']['RotatedSecret'];
export type JsonWebKeySet = components['schemas']['JsonWebKeySet'];
export type JsonWebKey = components['schemas']['JsonWebKey'];
export type FilterTestInput = components['schemas']['FilterTestInput'];
export type FilterTestResult = components['schemas']['FilterTestResult'];
export type FilterMismatch = components['schemas']['FilterMismatch'];
export type PublishEvent = components['schemas']['PublishEvent'];
export type PublishAccepted = components['schemas']['PublishAccepted'];
export type AcceptedDelivery = components['schemas']['AcceptedDelivery'];
export type PublishBatchResult = components['schemas']['PublishBatchResult'];
export type PublishItemResult = components['schemas']['PublishItemResult'];
export type Problem = components['schemas']['Problem'];
export type FieldFault = components['schemas']['FieldFault'];
export type RequestPart = components['schemas']['RequestPart'];
export type PublishBatch = components['schemas']['PublishBatch'];
export type PublishItem = components['schemas']['PublishItem'];
export type JsonPayload = components['schemas']['JsonPayload'];
export type SourceAnswer = components['schemas']['SourceAnswer'];
export type IngestBatch = components['schemas']['IngestBatch'];
export type IngestItem = components['schemas']['IngestItem'];
export type IngestBatchResult = components['schemas']['IngestBatchResult'];
export type IngestItemResult = components['schemas']['IngestItemResult'];
export type EventPage = components['schemas']['EventPage'];
export type Event = components['schemas']['Event'];
export type EventWithPayload = components['schemas']['EventWithPayload'];
export type EventToSend = components['schemas']['EventToSend'];
export type RedriveSettings = components['schemas']['RedriveSettings'];
export type Recovery = components['schemas']['Recovery'];
export type RecoveryStatus = components['schemas']['RecoveryStatus'];
export type RecoveryStopReason = components['schemas']['RecoveryStopReason'];
export type DeliveryWithAttempts = components['schemas']['DeliveryWithAttempts'];
export type Attempt = components['schemas']['Attempt'];
export type AttemptTrigger = components['schemas']['AttemptTrigger'];
export type AttemptOutcome = components['schemas']['AttemptOutcome'];
export type CancelledDelivery = components['schemas']['CancelledDelivery'];
export type RecoveryPage = components['schemas']['RecoveryPage'];
export type RecoverySettings = components['schemas']['RecoverySettings'];
export type EventTypeInput = components['schemas']['EventTypeInput'];
export type EventTypeValidation = components['schemas']['EventTypeValidation'];
export type EventType = components['schemas']['EventType'];
export type EventTypePage = components['schemas']['EventTypePage'];
export type EventTypePatch = components['schemas']['EventTypePatch'];
export type OpenApiDocument = components['schemas']['OpenApiDocument'];
export type OpenApiInfo = components['schemas']['OpenApiInfo'];
export type ApiKeyInput = components['schemas']['ApiKeyInput'];
export type ApiKeyScope = components['schemas']['ApiKeyScope'];
export type CreatedApiKey = components['schemas']['CreatedApiKey'];
export type ApiKeyPage = components['schemas']['ApiKeyPage'];
export type ApiKey = components['schemas']['ApiKey'];
export type TenantInput = components['schemas']['TenantInput'];
export type CreatedTenant = components['schemas']['CreatedTenant'];
export type TenantPage = components['schemas']['TenantPage'];
export type Tenant = components['schemas']['Tenant'];
export type PortalTokenInput = components['schemas']['PortalTokenInput'];
export type PortalAccess = components['schemas']['PortalAccess'];
export type PortalToken = components['schemas']['PortalToken'];
export type RevokedPortalTokens = components['schemas']['RevokedPortalTokens'];
export type AuditPage = components['schemas']['AuditPage'];
export type AuditEntry = components['schemas']['AuditEntry'];
export type AuditAction = components['schemas']['AuditAction'];
export type AuditChange = components['schemas']['AuditChange'];
export type AuditedField = components['schemas']['AuditedField'];
export type Health = components['schemas']['Health'];
export type $defs = Record<string, never>;
export interface operations {
    listSubscriptions: {
        parameters: {
            query?: {
                /** @description How many at most. */
                limit?: number;
                /** @description The `next_cursor` of the page before; the filters must be the same. */
                cursor?: string;
                /** @description Only those of this status. */
                status?: components["schemas"]["SubscriptionStatus"];
                /** @description Only those that want this event type. */
                event_type?: string;
                /** @description Only those of this receiver. */
                receiver_id?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of subscriptions. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SubscriptionPage"];
                };
            };
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            422: components["responses"]["invalid-request"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["internal-error.subscription-damaged"];
            503: components["responses"]["unavailable"];
        };
    };
    createSubscription: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repeat harmless: within 24 hours the same key gets the first result again, and nothing is done twice. With another request it is a 409. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SubscriptionInput"];
            };
        };
        responses: {
            /** @description The new subscription. */
            201: {
                headers: {
                    /** @description The path of the new subscription. */
                    Location: string;
                    /** @description `true`: the answer repeats what an earlier call with the same `Idempotency-Key` came to. Of a batch: everything that it accepted was accepted before. */
                    "Idempotency-Replayed"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedSubscription"];
                };
            };
            400: components["responses"]["malformed-request"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            409: components["responses"]["idempotency-conflict.subscription-limit"];
            413: components["responses"]["payload-too-large"];
            415: components["responses"]["unsupported-media-type"];
            422: components["responses"]["invalid-request"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["internal-error.subscription-damaged"];
            503: components["responses"]["unavailable"];
        };
    };
    getSubscription: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id of the subscription.
                 * @example sub_01KERMBK0RT6ZC9RPW8D5QJ3HN
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The subscription. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Subscription"];
                };
            };
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not-found"];
            422: components["responses"]["invalid-request"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["internal-error.subscription-damaged"];
            503: components["responses"]["unavailable"];
        };
    };
    replaceSubscription: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id of the subscription.
                 * @example sub_01KERMBK0RT6ZC9RPW8D5QJ3HN
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SubscriptionReplacement"];
            };
        };
        responses: {
            /** @description The subscription. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Subscription"];
                };
            };
            400: components["responses"]["malformed-request"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not-found"];
            409: components["responses"]["conflict.subscription-limit"];
            413: components["responses"]["payload-too-large"];
            415: components["responses"]["unsupported-media-type"];
            422: components["responses"]["invalid-request"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["internal-error.subscription-damaged"];
            503: components["responses"]["unavailable"];
        };
    };
    deleteSubscription: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id of the subscription.
                 * @example sub_01KERMBK0RT6ZC9RPW8D5QJ3HN
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is deleted. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not-found"];
            409: components["responses"]["conflict"];
            422: components["responses"]["invalid-request"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["internal-error.subscription-damaged"];
            503: components["responses"]["unavailable"];
        };
    };
    updateSubscription: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id of the subscription.
                 * @example sub_01KERMBK0RT6ZC9RPW8D5QJ3HN
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SubscriptionPatch"];
            };
        };
        responses: {
            /** @description The subscription. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Subscription"];
                };
            };
            400: components["responses"]["malformed-request"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not-found"];
            409: components["responses"]["conflict.subscription-limit"];
            413: components["responses"]["payload-too-large"];
            415: components["responses"]["unsupported-media-type"];
            422: components["responses"]["invalid-request"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["internal-error.subscription-damaged"];
            503: components["responses"]["unavailable"];
        };
    };
    enableSubscription: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id of the subscription.
                 * @example sub_01KERMBK0RT6ZC9RPW8D5QJ3HN
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The subscription. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Subscription"];
                };
            };
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not-found"];
            409: components["responses"]["conflict"];
            422: components["responses"]["invalid-request"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["internal-error.subscription-damaged"];
            503: components["responses"]["unavailable"];
        };
    };
    disableSubscription: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id of the subscription.
                 * @example sub_01KERMBK0RT6ZC9RPW8D5QJ3HN
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The subscription. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Subscription"];
                };
            };
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not-found"];
            409: components["responses"]["conflict"];
            422: components["responses"]["invalid-request"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["internal-error.subscription-damaged"];
            503: components["responses"]["unavailable"];
        };
    };
    listSubscriptionDeliveries: {
        parameters: {
            query?: {
                /** @description How many at most. */
                limit?: number;
                /** @description The `next_cursor` of the page before; the filters must be the same. */
                cursor?: string;
                /** @description Only those of this status. */
                status?: components["schemas"]["DeliveryStatus"];
                /** @description Only those of this event type. */
                event_type?: string;
                /** @description Only what was created at this time or later. */
                since?: string;
                /** @description Only what was created before this time. */
                until?: string;
            };
            header?: never;
            path: {
                /**
                 * @description The id of the subscription.
                 * @example sub_01KERMBK0RT6ZC9RPW8D5QJ3HN
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of deliveries. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeliveryPage"];
                };
            };
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not-found"];
            422: components["responses"]["invalid-request"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["internal-error.subscription-damaged"];
            503: components["responses"]["unavailable"];
        };
    };
    testSubscription: {
        parameters: {
            query?: never;
            header?: {
                /** @description How often the event has been delivered already, as the attempt that leads here says: pass it along with what you hand in again. With more than 5 the event goes in a loop, and is refused (508). */
                "X-Posthorn-Hops"?: string;
                /** @description Makes a repeat harmless: within 24 hours the same key gets the first result again, and nothing is done twice. With another request it is a 409. */
                "Idempotency-Key"?: string;
            };
            path: {
                /**
                 * @description The id of the subscription.
                 * @example sub_01KERMBK0RT6ZC9RPW8D5QJ3HN
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["TestEvent"];
            };
        };
        responses: {
            /** @description It is kept and will be delivered. */
            202: {
                headers: {
                    /** @description `true`: the answer repeats what an earlier call with the same `Idempotency-Key` came to. Of a batch: everything that it accepted was accepted before. */
                    "Idempotency-Replayed"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IngestAccepted"];
                };
            };
            400: components["responses"]["malformed-request"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not-found"];
            409: components["responses"]["idempotency-conflict.subscription-disabled"];
            413: components["responses"]["payload-too-large"];
            415: components["responses"]["unsupported-media-type"];
            422: components["responses"]["invalid-request"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["internal-error.subscription-damaged"];
            503: components["responses"]["unavailable"];
            508: components["responses"]["loop-detected"];
        };
    };
    getStats: {
        parameters: {
            query?: {
                /** @description Only what was created at this time or later. */
                since?: string;
                /** @description Only what was created before this time. */
                until?: string;
            };
            header?: never;
            path: {
                /**
                 * @description The id of the subscription.
                 * @example sub_01KERMBK0RT6ZC9RPW8D5QJ3HN
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The numbers. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SubscriptionStats"];
                };
            };
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not-found"];
            422: components["responses"]["invalid-request"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["internal-error.subscription-damaged"];
            503: components["responses"]["unavailable"];
        };
    };
    getSecret: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id of the subscription.
                 * @example sub_01KERMBK0RT6ZC9RPW8D5QJ3HN
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The secret. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SubscriptionSecret"];
                };
            };
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not-found"];
            422: components["responses"]["invalid-request"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["internal-error.subscription-damaged"];
            503: components["responses"]["unavailable"];
        };
    };
    rotateSecret: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repeat harmless: within 24 hours the same key gets the first result again, and nothing is done twice. With another request it is a 409. */
                "Idempotency-Key"?: string;
            };
            path: {
                /**
                 * @description The id of the subscription.
                 * @example sub_01KERMBK0RT6ZC9RPW8D5QJ3HN
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["SecretRotation"];
            };
        };
        responses: {
            /** @description The new secret. */
            200: {
                headers: {
                    /** @description `true`: the answer repeats what an earlier call with the same `Idempotency-Key` came to. Of a batch: everything that it accepted was accepted before. */
                    "Idempotency-Replayed"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RotatedSecret"];
                };
            };
            400: components["responses"]["malformed-request"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not-found"];
            409: components["responses"]["idempotency-conflict.conflict.limit-reached"];
            413: components["responses"]["payload-too-large"];
            415: components["responses"]["unsupported-media-type"];
            422: components["responses"]["invalid-request"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["internal-error.subscription-damaged"];
            503: components["responses"]["unavailable"];
        };
    };
    getPublicKeys: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id of the subscription.
                 * @example sub_01KERMBK0RT6ZC9RPW8D5QJ3HN
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The keys. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JsonWebKeySet"];
                };
            };
            404: components["responses"]["not-found"];
            422: components["responses"]["invalid-request"];
            500: components["responses"]["internal-error.subscription-damaged"];
            503: components["responses"]["unavailable"];
        };
    };
    testFilter: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FilterTestInput"];
            };
        };
        responses: {
            /** @description The result. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FilterTestResult"];
                };
            };
            400: components["responses"]["malformed-request"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            413: components["responses"]["payload-too-large"];
            415: components["responses"]["unsupported-media-type"];
            422: components["responses"]["invalid-request"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["internal-error.subscription-damaged"];
            503: components["responses"]["unavailable"];
        };
    };
    listEvents: {
        parameters: {
            query?: {
                /** @description How many at most. */
                limit?: number;
                /** @description The `next_cursor` of the page before; the filters must be the same. */
                cursor?: string;
                /** @description Only those of this event type. */
                event_type?: string;
                /** @description Only those of this receiver. */
                receiver_id?: string;
                /** @description Only what was created at this time or later. */
                since?: string;
                /** @description Only what was created before this time. */
                until?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of events. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventPage"];
                };
            };
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            422: components["responses"]["invalid-request"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["internal-error.subscription-damaged"];
            503: components["responses"]["unavailable"];
        };
    };
    publishEvent: {
        parameters: {
            query?: {
                /** @description The type of the event, where the body is the payload itself. */
                event_type?: string;
                /** @description The customer it is for, where the body is the payload itself. */
                receiver_id?: string;
                /** @description Its deliveries are not attempted before then: 604800 seconds ahead at most. */
                deliver_at?: string;
            };
            header?: {
                /** @description The type of the event, where the body is the payload itself. With a JSON body the type is in it. */
                "X-Event-Type"?: string;
                /** @description How often the event has been delivered already, as the attempt that leads here says: pass it along with what you hand in again. With more than 5 the event goes in a loop, and is refused (508). */
                "X-Posthorn-Hops"?: string;
                /** @description Makes a repeat harmless: within 24 hours the same key gets the first result again, and nothing is done twice. With another request it is a 409. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        /** @description An event as JSON; with any other content type, the payload itself. */
        requestBody: {
            content: {
                "application/json": components["schemas"]["PublishEvent"];
                /** @example any bytes */
                "application/octet-stream": string;
                /** @example any text */
                "text/plain": string;
            };
        };
        responses: {
            /** @description The event is kept and will be delivered. */
            202: {
                headers: {
                    /** @description The limits: `q` events at once, within `w` seconds. */
                    "RateLimit-Policy"?: string;
                    /** @description How they stand: `r` events are left, and the next one comes in `t` seconds. */
                    RateLimit?: string;
                    /** @description `true`: the answer repeats what an earlier call with the same `Idempotency-Key` came to. Of a batch: everything that it accepted was accepted before. */
                    "Idempotency-Replayed"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PublishAccepted"];
                };
            };
            400: components["responses"]["malformed-request"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            409: components["responses"]["idempotency-conflict"];
            413: components["responses"]["payload-too-large"];
            415: components["responses"]["unsupported-media-type"];
            422: components["responses"]["invalid-request.schema-mismatch"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["internal-error.subscription-damaged"];
            503: components["responses"]["unavailable"];
            508: components["responses"]["loop-detected"];
            /** @description 200, to a list of CloudEvents: what became of each. */
            "2XX": {
                headers: {
                    /** @description The limits: `q` events at once, within `w` seconds. */
                    "RateLimit-Policy"?: string;
                    /** @description How they stand: `r` events are left, and the next one comes in `t` seconds. */
                    RateLimit?: string;
                    /** @description `true`: the answer repeats what an earlier call with the same `Idempotency-Key` came to. Of a batch: everything that it accepted was accepted before. */
                    "Idempotency-Replayed"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PublishBatchResult"];
                };
            };
        };
    };
    publishBatch: {
        parameters: {
            query?: never;
            header?: {
                /** @description How often the event has been delivered already, as the attempt that leads here says: pass it along with what you hand in again. With more than 5 the event goes in a loop, and is refused (508). */
                "X-Posthorn-Hops"?: string;
                /** @description Makes a repeat harmless: within 24 hours the same key gets the first result again, and nothing is done twice. With another request it is a 409. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PublishBatch"];
            };
        };
        responses: {
            /** @description What became of each. */
            200: {
                headers: {
                    /** @description The limits: `q` events at once, within `w` seconds. */
                    "RateLimit-Policy"?: string;
                    /** @description How they stand: `r` events are left, and the next one comes in `t` seconds. */
                    RateLimit?: string;
                    /** @description `true`: the answer repeats what an earlier call with the same `Idempotency-Key` came to. Of a batch: everything that it accepted was accepted before. */
                    "Idempotency-Replayed"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PublishBatchResult"];
                };
            };
            400: components["responses"]["malformed-request"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            409: components["responses"]["idempotency-conflict"];
            413: components["responses"]["payload-too-large"];
            415: components["responses"]["unsupported-media-type"];
            422: components["responses"]["invalid-request"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["internal-error.subscription-damaged"];
            503: components["responses"]["unavailable"];
            508: components["responses"]["loop-detected"];
        };
    };
    answerHub: {
        parameters: {
            query: {
                /**
                 * @description `subscribe`
                 * @example subscribe
                 */
                "hub.mode": string;
                /**
                 * @description The text to answer with.
                 * @example 1158201444
                 */
                "hub.challenge": string;
                /**
                 * @description The `verify_token` of the source.
                 * @example meatyhamhock
                 */
                "hub.verify_token": string;
            };
            header?: never;
            path: {
                /**
                 * @description The subscription whose URL is tried.
                 * @example sub_01KERMBK0RT6ZC9RPW8D5QJ3HN
                 */
                subscription_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The challenge. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /** @example 1158201444 */
                    "text/plain": string;
                };
            };
            403: components["responses"]["forbidden"];
            404: components["responses"]["not-found"];
            422: components["responses"]["invalid-request"];
            500: components["responses"]["internal-error.subscription-damaged"];
            503: components["responses"]["unavailable"];
        };
    };
    ingestEvent: {
        parameters: {
            query?: {
                /** @description The type of the event; short for the header X-Event-Type. */
                event_type?: string;
                /** @description Its deliveries are not attempted before then: 604800 seconds ahead at most. */
                deliver_at?: string;
            };
            header?: {
                /** @description The type of the event. */
                "X-Event-Type"?: string;
                /** @description Needed when the subscription has an `ingest_secret`, and the body is not the signed wrapper: lower-case hex of HMAC-SHA256(ingest_secret, body), with or without `sha256=` before it. */
                "X-Posthorn-Signature"?: string;
                /** @description How often the event has been delivered already, as the attempt that leads here says: pass it along with what you hand in again. With more than 5 the event goes in a loop, and is refused (508). */
                "X-Posthorn-Hops"?: string;
                /** @description Makes a repeat harmless: within 24 hours the same key gets the first result again, and nothing is done twice. With another request it is a 409. */
                "Idempotency-Key"?: string;
            };
            path: {
                /**
                 * @description The subscription that it is for.
                 * @example sub_01KERMBK0RT6ZC9RPW8D5QJ3HN
                 */
                subscription_id: string;
            };
            cookie?: never;
        };
        /** @description The payload: any bytes of any content type. */
        requestBody?: {
            content: {
                "application/json": components["schemas"]["JsonPayload"];
                /** @example any bytes */
                "application/octet-stream": string;
                /** @example any text */
                "text/plain": string;
            };
        };
        responses: {
            /** @description The event is kept and will be delivered. */
            202: {
                headers: {
                    /** @description The limits: `q` events at once, within `w` seconds. */
                    "RateLimit-Policy"?: string;
                    /** @description How they stand: `r` events are left, and the next one comes in `t` seconds. */
                    RateLimit?: string;
                    /** @description `true`: the answer repeats what an earlier call with the same `Idempotency-Key` came to. Of a batch: everything that it accepted was accepted before. */
                    "Idempotency-Replayed"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IngestAccepted"];
                };
            };
            400: components["responses"]["missing-signature"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden.wrong-signature"];
            404: components["responses"]["not-found"];
            409: components["responses"]["idempotency-conflict.subscription-disabled"];
            413: components["responses"]["payload-too-large"];
            415: components["responses"]["unsupported-media-type"];
            422: components["responses"]["invalid-request.event-type-mismatch.filter-mismatch.schema-mismatch"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["internal-error.subscription-damaged"];
            503: components["responses"]["unavailable"];
            508: components["responses"]["loop-detected"];
            /** @description To a source only, and nothing was kept. 200: the answer to the question by which it tries the URL out (Slack, Zoom). 204, without a body: the subscription does not want the event. */
            "2XX": {
                headers: {
                    /** @description `true`: the answer repeats what an earlier call with the same `Idempotency-Key` came to. Of a batch: everything that it accepted was accepted before. */
                    "Idempotency-Replayed"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SourceAnswer"];
                };
            };
        };
    };
    ingestBatch: {
        parameters: {
            query?: never;
            header?: {
                /** @description Needed when the subscription has an `ingest_secret`, and the body is not the signed wrapper: lower-case hex of HMAC-SHA256(ingest_secret, body), with or without `sha256=` before it. */
                "X-Posthorn-Signature"?: string;
                /** @description How often the event has been delivered already, as the attempt that leads here says: pass it along with what you hand in again. With more than 5 the event goes in a loop, and is refused (508). */
                "X-Posthorn-Hops"?: string;
                /** @description Makes a repeat harmless: within 24 hours the same key gets the first result again, and nothing is done twice. With another request it is a 409. */
                "Idempotency-Key"?: string;
            };
            path: {
                /**
                 * @description The subscription that they are for.
                 * @example sub_01KERMBK0RT6ZC9RPW8D5QJ3HN
                 */
                subscription_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["IngestBatch"];
            };
        };
        responses: {
            /** @description What became of each. */
            200: {
                headers: {
                    /** @description The limits: `q` events at once, within `w` seconds. */
                    "RateLimit-Policy"?: string;
                    /** @description How they stand: `r` events are left, and the next one comes in `t` seconds. */
                    RateLimit?: string;
                    /** @description `true`: the answer repeats what an earlier call with the same `Idempotency-Key` came to. Of a batch: everything that it accepted was accepted before. */
                    "Idempotency-Replayed"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IngestBatchResult"];
                };
            };
            400: components["responses"]["malformed-request.missing-signature"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden.wrong-signature"];
            404: components["responses"]["not-found"];
            409: components["responses"]["idempotency-conflict.subscription-disabled"];
            413: components["responses"]["payload-too-large"];
            415: components["responses"]["unsupported-media-type"];
            422: components["responses"]["invalid-request"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["internal-error.subscription-damaged"];
            503: components["responses"]["unavailable"];
            508: components["responses"]["loop-detected"];
        };
    };
    getEvent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id of the event.
                 * @example evt_01KG9P6JNTN5B0Y3XF7GKTM4WE
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The event. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventWithPayload"];
                };
            };
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not-found"];
            422: components["responses"]["invalid-request"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["internal-error.subscription-damaged"];
            503: components["responses"]["unavailable"];
        };
    };
    sendEvent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id of the event.
                 * @example evt_01KG9P6JNTN5B0Y3XF7GKTM4WE
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EventToSend"];
            };
        };
        responses: {
            /** @description The delivery. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Delivery"];
                };
            };
            400: components["responses"]["malformed-request"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not-found"];
            409: components["responses"]["conflict.subscription-disabled"];
            413: components["responses"]["payload-too-large"];
            415: components["responses"]["unsupported-media-type"];
            422: components["responses"]["invalid-request"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["internal-error.subscription-damaged"];
            503: components["responses"]["unavailable"];
            508: components["responses"]["loop-detected"];
        };
    };
    deletePayload: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id of the event.
                 * @example evt_01KG9P6JNTN5B0Y3XF7GKTM4WE
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is deleted. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not-found"];
            409: components["responses"]["conflict"];
            422: components["responses"]["invalid-request"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["internal-error.subscription-damaged"];
            503: components["responses"]["unavailable"];
        };
    };
    listDeadLetters: {
        parameters: {
            query?: {
                /** @description How many at most. */
                limit?: number;
                /** @description The `next_cursor` of the page before; the filters must be the same. */
                cursor?: string;
                /** @description Only those of this subscription. */
                subscription_id?: string;
                /** @description Only those of this event type. */
                event_type?: string;
                /** @description Only what was created at this time or later. */
                since?: string;
                /** @description Only what was created before this time. */
                until?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of deliveries. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeliveryPage"];
                };
            };
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            422: components["responses"]["invalid-request"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["internal-error.subscription-damaged"];
            503: components["responses"]["unavailable"];
        };
    };
    redriveDeadLetters: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repeat harmless: within 24 hours the same key gets the first result again, and nothing is done twice. With another request it is a 409. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["RedriveSettings"];
            };
        };
        responses: {
            /** @description It has begun. */
            202: {
                headers: {
                    /** @description `true`: the answer repeats what an earlier call with the same `Idempotency-Key` came to. Of a batch: everything that it accepted was accepted before. */
                    "Idempotency-Replayed"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Recovery"];
                };
            };
            400: components["responses"]["malformed-request"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            409: components["responses"]["idempotency-conflict.limit-reached"];
            413: components["responses"]["payload-too-large"];
            415: components["responses"]["unsupported-media-type"];
            422: components["responses"]["invalid-request"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["internal-error.subscription-damaged"];
            503: components["responses"]["unavailable"];
            508: components["responses"]["loop-detected"];
        };
    };
    getDelivery: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id of the delivery.
                 * @example dlv_01KG9P6JNTN5B0Y3XF7GKTM4WE01KERMBK0RT6ZC9RPW8D5QJ3HN
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The delivery. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeliveryWithAttempts"];
                };
            };
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not-found"];
            422: components["responses"]["invalid-request"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["internal-error.subscription-damaged"];
            503: components["responses"]["unavailable"];
        };
    };
    getStatus: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The `task_id` that ingest answered with.
                 * @example dlv_01KG9P6JNTN5B0Y3XF7GKTM4WE01KERMBK0RT6ZC9RPW8D5QJ3HN
                 */
                task_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The delivery. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeliveryWithAttempts"];
                };
            };
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not-found"];
            422: components["responses"]["invalid-request"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["internal-error.subscription-damaged"];
            503: components["responses"]["unavailable"];
        };
    };
    replayDelivery: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repeat harmless: within 24 hours the same key gets the first result again, and nothing is done twice. With another request it is a 409. */
                "Idempotency-Key"?: string;
            };
            path: {
                /**
                 * @description The id of the delivery.
                 * @example dlv_01KG9P6JNTN5B0Y3XF7GKTM4WE01KERMBK0RT6ZC9RPW8D5QJ3HN
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is on its way again. */
            202: {
                headers: {
                    /** @description `true`: the answer repeats what an earlier call with the same `Idempotency-Key` came to. Of a batch: everything that it accepted was accepted before. */
                    "Idempotency-Replayed"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Delivery"];
                };
            };
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not-found"];
            409: components["responses"]["idempotency-conflict.conflict"];
            422: components["responses"]["invalid-request"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["internal-error.subscription-damaged"];
            503: components["responses"]["unavailable"];
            508: components["responses"]["loop-detected"];
        };
    };
    retryDelivery: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repeat harmless: within 24 hours the same key gets the first result again, and nothing is done twice. With another request it is a 409. */
                "Idempotency-Key"?: string;
            };
            path: {
                /**
                 * @description The id of the delivery.
                 * @example dlv_01KG9P6JNTN5B0Y3XF7GKTM4WE01KERMBK0RT6ZC9RPW8D5QJ3HN
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is on its way. */
            202: {
                headers: {
                    /** @description `true`: the answer repeats what an earlier call with the same `Idempotency-Key` came to. Of a batch: everything that it accepted was accepted before. */
                    "Idempotency-Replayed"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Delivery"];
                };
            };
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not-found"];
            409: components["responses"]["idempotency-conflict.conflict"];
            422: components["responses"]["invalid-request"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["internal-error.subscription-damaged"];
            503: components["responses"]["unavailable"];
            508: components["responses"]["loop-detected"];
        };
    };
    cancelDelivery: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id of the delivery.
                 * @example dlv_01KG9P6JNTN5B0Y3XF7GKTM4WE01KERMBK0RT6ZC9RPW8D5QJ3HN
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is cancelled. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CancelledDelivery"];
                };
            };
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not-found"];
            409: components["responses"]["conflict"];
            422: components["responses"]["invalid-request"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["internal-error.subscription-damaged"];
            503: components["responses"]["unavailable"];
        };
    };
    listRecoveries: {
        parameters: {
            query?: {
                /** @description How many at most. */
                limit?: number;
                /** @description The `next_cursor` of the page before; the filters must be the same. */
                cursor?: string;
                /** @description Only those of this subscription. */
                subscription_id?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of recoveries. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecoveryPage"];
                };
            };
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            422: components["responses"]["invalid-request"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["internal-error.subscription-damaged"];
            503: components["responses"]["unavailable"];
        };
    };
    recoverSubscription: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repeat harmless: within 24 hours the same key gets the first result again, and nothing is done twice. With another request it is a 409. */
                "Idempotency-Key"?: string;
            };
            path: {
                /**
                 * @description The id of the subscription.
                 * @example sub_01KERMBK0RT6ZC9RPW8D5QJ3HN
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RecoverySettings"];
            };
        };
        responses: {
            /** @description It has begun. */
            202: {
                headers: {
                    /** @description `true`: the answer repeats what an earlier call with the same `Idempotency-Key` came to. Of a batch: everything that it accepted was accepted before. */
                    "Idempotency-Replayed"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Recovery"];
                };
            };
            400: components["responses"]["malformed-request"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not-found"];
            409: components["responses"]["idempotency-conflict.subscription-disabled.limit-reached"];
            413: components["responses"]["payload-too-large"];
            415: components["responses"]["unsupported-media-type"];
            422: components["responses"]["invalid-request"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["internal-error.subscription-damaged"];
            503: components["responses"]["unavailable"];
            508: components["responses"]["loop-detected"];
        };
    };
    getRecovery: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id of the recovery.
                 * @example rec_01KG9TB3R6W8Y0Z2A4C6E8G0JK
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The recovery. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Recovery"];
                };
            };
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not-found"];
            422: components["responses"]["invalid-request"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["internal-error.subscription-damaged"];
            503: components["responses"]["unavailable"];
        };
    };
    stopRecovery: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id of the recovery.
                 * @example rec_01KG9TB3R6W8Y0Z2A4C6E8G0JK
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The recovery, which has ended. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Recovery"];
                };
            };
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not-found"];
            422: components["responses"]["invalid-request"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["internal-error.subscription-damaged"];
            503: components["responses"]["unavailable"];
        };
    };
    listEventTypes: {
        parameters: {
            query?: {
                /** @description How many at most. */
                limit?: number;
                /** @description The `next_cursor` of the page before; the filters must be the same. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of event types. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventTypePage"];
                };
            };
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            422: components["responses"]["invalid-request"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["internal-error.subscription-damaged"];
            503: components["responses"]["unavailable"];
        };
    };
    createEventType: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repeat harmless: within 24 hours the same key gets the first result again, and nothing is done twice. With another request it is a 409. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EventTypeInput"];
            };
        };
        responses: {
            /** @description The new event type. */
            201: {
                headers: {
                    /** @description The path of the new event type. */
                    Location: string;
                    /** @description `true`: the answer repeats what an earlier call with the same `Idempotency-Key` came to. Of a batch: everything that it accepted was accepted before. */
                    "Idempotency-Replayed"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventType"];
                };
            };
            400: components["responses"]["malformed-request"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            409: components["responses"]["idempotency-conflict.conflict.limit-reached"];
            413: components["responses"]["payload-too-large"];
            415: components["responses"]["unsupported-media-type"];
            422: components["responses"]["invalid-request"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["internal-error.subscription-damaged"];
            503: components["responses"]["unavailable"];
        };
    };
    getEventType: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description What the event type is called.
                 * @example order.created
                 */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The event type. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventType"];
                };
            };
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not-found"];
            422: components["responses"]["invalid-request"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["internal-error.subscription-damaged"];
            503: components["responses"]["unavailable"];
        };
    };
    deleteEventType: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description What the event type is called.
                 * @example order.created
                 */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is deleted. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not-found"];
            422: components["responses"]["invalid-request"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["internal-error.subscription-damaged"];
            503: components["responses"]["unavailable"];
        };
    };
    updateEventType: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description What the event type is called.
                 * @example order.created
                 */
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EventTypePatch"];
            };
        };
        responses: {
            /** @description The event type. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventType"];
                };
            };
            400: components["responses"]["malformed-request"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not-found"];
            409: components["responses"]["conflict"];
            413: components["responses"]["payload-too-large"];
            415: components["responses"]["unsupported-media-type"];
            422: components["responses"]["invalid-request"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["internal-error.subscription-damaged"];
            503: components["responses"]["unavailable"];
        };
    };
    eventTypesOpenApi: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The document. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenApiDocument"];
                };
            };
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            422: components["responses"]["invalid-request"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["internal-error.subscription-damaged"];
            503: components["responses"]["unavailable"];
        };
    };
    listApiKeys: {
        parameters: {
            query?: {
                /** @description How many at most. */
                limit?: number;
                /** @description The `next_cursor` of the page before; the filters must be the same. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of keys. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiKeyPage"];
                };
            };
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            422: components["responses"]["invalid-request"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["internal-error.subscription-damaged"];
            503: components["responses"]["unavailable"];
        };
    };
    createApiKey: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repeat harmless: within 24 hours the same key gets the first result again, and nothing is done twice. With another request it is a 409. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ApiKeyInput"];
            };
        };
        responses: {
            /** @description The new key. */
            201: {
                headers: {
                    /** @description `true`: the answer repeats what an earlier call with the same `Idempotency-Key` came to. Of a batch: everything that it accepted was accepted before. */
                    "Idempotency-Replayed"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedApiKey"];
                };
            };
            400: components["responses"]["malformed-request"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            409: components["responses"]["idempotency-conflict.limit-reached"];
            413: components["responses"]["payload-too-large"];
            415: components["responses"]["unsupported-media-type"];
            422: components["responses"]["invalid-request"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["internal-error.subscription-damaged"];
            503: components["responses"]["unavailable"];
        };
    };
    deleteApiKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id of the API key.
                 * @example key_01KERMB8Z2M7T4Q9W3X5C6V1BN
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is revoked. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not-found"];
            409: components["responses"]["conflict"];
            422: components["responses"]["invalid-request"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["internal-error.subscription-damaged"];
            503: components["responses"]["unavailable"];
        };
    };
    listTenants: {
        parameters: {
            query?: {
                /** @description How many at most. */
                limit?: number;
                /** @description The `next_cursor` of the page before; the filters must be the same. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of tenants. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantPage"];
                };
            };
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            422: components["responses"]["invalid-request"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["internal-error.subscription-damaged"];
            503: components["responses"]["unavailable"];
        };
    };
    createTenant: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repeat harmless: within 24 hours the same key gets the first result again, and nothing is done twice. With another request it is a 409. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TenantInput"];
            };
        };
        responses: {
            /** @description The new tenant and its first key. */
            201: {
                headers: {
                    /** @description `true`: the answer repeats what an earlier call with the same `Idempotency-Key` came to. Of a batch: everything that it accepted was accepted before. */
                    "Idempotency-Replayed"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedTenant"];
                };
            };
            400: components["responses"]["malformed-request"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            409: components["responses"]["idempotency-conflict"];
            413: components["responses"]["payload-too-large"];
            415: components["responses"]["unsupported-media-type"];
            422: components["responses"]["invalid-request"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["internal-error.subscription-damaged"];
            503: components["responses"]["unavailable"];
        };
    };
    createPortalToken: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PortalTokenInput"];
            };
        };
        responses: {
            /** @description The token. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PortalToken"];
                };
            };
            400: components["responses"]["malformed-request"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            413: components["responses"]["payload-too-large"];
            415: components["responses"]["unsupported-media-type"];
            422: components["responses"]["invalid-request"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["internal-error.subscription-damaged"];
            503: components["responses"]["unavailable"];
        };
    };
    revokePortalTokens: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RevokedPortalTokens"];
            };
        };
        responses: {
            /** @description They are revoked. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["malformed-request"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            413: components["responses"]["payload-too-large"];
            415: components["responses"]["unsupported-media-type"];
            422: components["responses"]["invalid-request"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["internal-error.subscription-damaged"];
            503: components["responses"]["unavailable"];
        };
    };
    listAuditEntries: {
        parameters: {
            query?: {
                /** @description How many at most. */
                limit?: number;
                /** @description The `next_cursor` of the page before; the filters must be the same. */
                cursor?: string;
                /** @description Only what was created at this time or later. */
                since?: string;
                /** @description Only what was created before this time. */
                until?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of changes. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditPage"];
                };
            };
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            422: components["responses"]["invalid-request"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["internal-error.subscription-damaged"];
            503: components["responses"]["unavailable"];
        };
    };
    health: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It does. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
            422: components["responses"]["invalid-request"];
            500: components["responses"]["internal-error.subscription-damaged"];
            503: components["responses"]["unavailable"];
        };
    };
    openapi: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The document. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenApiDocument"];
                };
            };
            422: components["responses"]["invalid-request"];
            500: components["responses"]["internal-error.subscription-damaged"];
            503: components["responses"]["unavailable"];
        };
    };
    docs: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /** @example <!doctype html><title>Posthorn</title> */
                    "text/html": string;
                };
            };
            500: components["responses"]["internal-error.subscription-damaged"];
            503: components["responses"]["unavailable"];
        };
    };
    receiveDelivery: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The id of the event: the same at every attempt and replay, so that duplicates can be told.
                 * @example evt_01KG9P6JNTN5B0Y3XF7GKTM4WE
                 */
                "webhook-id": string;
                /**
                 * @description When the attempt was signed, in Unix seconds.
                 * @example 1769851800
                 */
                "webhook-timestamp": string;
                /**
                 * @description Of Standard Webhooks: `v1,` and the Base64 of HMAC-SHA256 over `id.timestamp.body`; several, separated by spaces, while a secret is being rotated.
                 * @example v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=
                 */
                "webhook-signature": string;
                /**
                 * @description The number of the attempt, from 1.
                 * @example 1
                 */
                "x-posthorn-attempt": string;
                /**
                 * @description The subscription that it is delivered to.
                 * @example sub_01KERMBK0RT6ZC9RPW8D5QJ3HN
                 */
                "x-posthorn-subscription-id": string;
                /**
                 * @description How often the event has been delivered, this time included, where it was handed in again: 1 for nearly all. Pass it along when you hand the event in to Posthorn again, so that a loop ends.
                 * @example 1
                 */
                "x-posthorn-hops": string;
                /**
                 * @description The type of the event, if it has one.
                 * @example order.created
                 */
                "x-posthorn-event-type"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "*/*": unknown;
            };
        };
        responses: {
            /** @description The subscription is disabled: nothing more is sent. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description It is attempted again; `Retry-After` is heeded within bounds. So it is at 503. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description It is delivered. The first 1024 bytes of the body are kept. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description It is attempted again, by the retry policy of the subscription. Redirects are not followed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    receiveSubscriptionDisabled: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The id of the event: the same at every attempt and replay, so that duplicates can be told.
                 * @example evt_01KG9P6JNTN5B0Y3XF7GKTM4WE
                 */
                "webhook-id": string;
                /**
                 * @description When the attempt was signed, in Unix seconds.
                 * @example 1769851800
                 */
                "webhook-timestamp": string;
                /**
                 * @description Of Standard Webhooks: `v1,` and the Base64 of HMAC-SHA256 over `id.timestamp.body`; several, separated by spaces, while a secret is being rotated.
                 * @example v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=
                 */
                "webhook-signature": string;
                /**
                 * @description The number of the attempt, from 1.
                 * @example 1
                 */
                "x-posthorn-attempt": string;
                /**
                 * @description The subscription that it is delivered to.
                 * @example sub_01KERMBK0RT6ZC9RPW8D5QJ3HN
                 */
                "x-posthorn-subscription-id": string;
                /**
                 * @description How often the event has been delivered, this time included, where it was handed in again: 1 for nearly all. Pass it along when you hand the event in to Posthorn again, so that a loop ends.
                 * @example 1
                 */
                "x-posthorn-hops": string;
                /**
                 * @description The type of the event, if it has one.
                 * @example order.created
                 */
                "x-posthorn-event-type"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SubscriptionDisabledEvent"];
            };
        };
        responses: {
            /** @description The subscription is disabled: nothing more is sent. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description It is attempted again; `Retry-After` is heeded within bounds. So it is at 503. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description It is delivered. The first 1024 bytes of the body are kept. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description It is attempted again, by the retry policy of the subscription. Redirects are not followed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    receiveSubscriptionFailing: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The id of the event: the same at every attempt and replay, so that duplicates can be told.
                 * @example evt_01KG9P6JNTN5B0Y3XF7GKTM4WE
                 */
                "webhook-id": string;
                /**
                 * @description When the attempt was signed, in Unix seconds.
                 * @example 1769851800
                 */
                "webhook-timestamp": string;
                /**
                 * @description Of Standard Webhooks: `v1,` and the Base64 of HMAC-SHA256 over `id.timestamp.body`; several, separated by spaces, while a secret is being rotated.
                 * @example v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=
                 */
                "webhook-signature": string;
                /**
                 * @description The number of the attempt, from 1.
                 * @example 1
                 */
                "x-posthorn-attempt": string;
                /**
                 * @description The subscription that it is delivered to.
                 * @example sub_01KERMBK0RT6ZC9RPW8D5QJ3HN
                 */
                "x-posthorn-subscription-id": string;
                /**
                 * @description How often the event has been delivered, this time included, where it was handed in again: 1 for nearly all. Pass it along when you hand the event in to Posthorn again, so that a loop ends.
                 * @example 1
                 */
                "x-posthorn-hops": string;
                /**
                 * @description The type of the event, if it has one.
                 * @example order.created
                 */
                "x-posthorn-event-type"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SubscriptionFailingEvent"];
            };
        };
        responses: {
            /** @description The subscription is disabled: nothing more is sent. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description It is attempted again; `Retry-After` is heeded within bounds. So it is at 503. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description It is delivered. The first 1024 bytes of the body are kept. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description It is attempted again, by the retry policy of the subscription. Redirects are not followed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    receiveSubscriptionRecovered: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The id of the event: the same at every attempt and replay, so that duplicates can be told.
                 * @example evt_01KG9P6JNTN5B0Y3XF7GKTM4WE
                 */
                "webhook-id": string;
                /**
                 * @description When the attempt was signed, in Unix seconds.
                 * @example 1769851800
                 */
                "webhook-timestamp": string;
                /**
                 * @description Of Standard Webhooks: `v1,` and the Base64 of HMAC-SHA256 over `id.timestamp.body`; several, separated by spaces, while a secret is being rotated.
                 * @example v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=
                 */
                "webhook-signature": string;
                /**
                 * @description The number of the attempt, from 1.
                 * @example 1
                 */
                "x-posthorn-attempt": string;
                /**
                 * @description The subscription that it is delivered to.
                 * @example sub_01KERMBK0RT6ZC9RPW8D5QJ3HN
                 */
                "x-posthorn-subscription-id": string;
                /**
                 * @description How often the event has been delivered, this time included, where it was handed in again: 1 for nearly all. Pass it along when you hand the event in to Posthorn again, so that a loop ends.
                 * @example 1
                 */
                "x-posthorn-hops": string;
                /**
                 * @description The type of the event, if it has one.
                 * @example order.created
                 */
                "x-posthorn-event-type"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SubscriptionRecoveredEvent"];
            };
        };
        responses: {
            /** @description The subscription is disabled: nothing more is sent. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description It is attempted again; `Retry-After` is heeded within bounds. So it is at 503. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description It is delivered. The first 1024 bytes of the body are kept. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description It is attempted again, by the retry policy of the subscription. Redirects are not followed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    receiveDeliveryExhausted: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The id of the event: the same at every attempt and replay, so that duplicates can be told.
                 * @example evt_01KG9P6JNTN5B0Y3XF7GKTM4WE
                 */
                "webhook-id": string;
                /**
                 * @description When the attempt was signed, in Unix seconds.
                 * @example 1769851800
                 */
                "webhook-timestamp": string;
                /**
                 * @description Of Standard Webhooks: `v1,` and the Base64 of HMAC-SHA256 over `id.timestamp.body`; several, separated by spaces, while a secret is being rotated.
                 * @example v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=
                 */
                "webhook-signature": string;
                /**
                 * @description The number of the attempt, from 1.
                 * @example 1
                 */
                "x-posthorn-attempt": string;
                /**
                 * @description The subscription that it is delivered to.
                 * @example sub_01KERMBK0RT6ZC9RPW8D5QJ3HN
                 */
                "x-posthorn-subscription-id": string;
                /**
                 * @description How often the event has been delivered, this time included, where it was handed in again: 1 for nearly all. Pass it along when you hand the event in to Posthorn again, so that a loop ends.
                 * @example 1
                 */
                "x-posthorn-hops": string;
                /**
                 * @description The type of the event, if it has one.
                 * @example order.created
                 */
                "x-posthorn-event-type"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DeliveryExhaustedEvent"];
            };
        };
        responses: {
            /** @description The subscription is disabled: nothing more is sent. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description It is attempted again; `Retry-After` is heeded within bounds. So it is at 503. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description It is delivered. The first 1024 bytes of the body are kept. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description It is attempted again, by the retry policy of the subscription. Redirects are not followed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
}
