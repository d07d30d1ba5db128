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
         * @description Newest first. A page may be shorter than `limit`, even empty. More items may follow until `next_cursor` is `null`.
         *
         *     Needs an API key with the scope `read`, or a portal token.
         */
        get: operations["listSubscriptions"];
        put?: never;
        /**
         * Create a subscription
         * @description Registers a receiver. Only `target_url` is required. The answer shows the signing secret once.
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
         * @description The answer has no secrets; the values of headers read `[redacted]`.
         *
         *     Needs an API key with the scope `read`, or a portal token.
         */
        get: operations["getSubscription"];
        /**
         * Replace the settings of a subscription
         * @description Omitted settings get their defaults. Secrets stay: `ingest_secret` unless it is given (`null` removes it), and the value of every header that is sent back as `[redacted]`. When the origin (scheme, host, port) of `target_url` or `auth.token_url` changes, the secrets that would be sent there must be given again or removed in the same call, or the answer is a 422. Takes effect everywhere within 30 seconds.
         *
         *     Needs an API key with the scope `manage`, or a portal token.
         */
        put: operations["replaceSubscription"];
        post?: never;
        /**
         * Delete a subscription
         * @description Cancels its open deliveries. An attempt that has begun may still arrive.
         *
         *     Needs an API key with the scope `manage`, or a portal token.
         */
        delete: operations["deleteSubscription"];
        options?: never;
        head?: never;
        /**
         * Change some settings of a subscription
         * @description A JSON merge patch (RFC 7396): omitted fields stay, `null` clears a field, members of `metadata` and `headers` are merged. A `retry_policy` of the other kind replaces the stored one. When the origin (scheme, host, port) of `target_url` changes, the secrets in `auth` and `headers` must be given again or removed (`null`) in the same call, and `client_secret` when that of `auth.token_url` does, or the answer is a 422. Takes effect everywhere within 30 seconds.
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
         * @description Deliveries held while the subscription was disabled are attempted again. Repeating the call changes nothing.
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
         * @description The subscription gets no new events, and its open deliveries are held until it is enabled. Repeating the call changes nothing.
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
         * @description Newest first, without their attempts. A page may be shorter than `limit`, even empty. More items may follow until `next_cursor` is `null`.
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
         * @description The event is delivered like any other, regardless of the event types and the filter of the subscription.
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
         * Count the deliveries of a subscription by status
         * @description Counts at most the newest 1000 stored deliveries.
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
         * @description With old secrets that still sign. The audit log records the call.
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
         * Rotate the signing secret of a subscription
         * @description The old secret signs beside the new one until its grace period ends, so that a receiver can switch without missing a delivery. A private key for `v1a` is replaced as well.
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
         * @description The public keys that verify `v1a` signatures, as a JSON Web Key Set; empty if the subscription does not use `v1a`. No API key is needed: public keys are not secret.
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
         * Test a filter with an event
         * @description Tells whether a subscription with this `filter` and these `event_types` would get the event, and which parts do not match. Nothing is stored or sent. An omitted setting matches every event.
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
         * @description Newest first, without their payloads. A portal token gets the events of its receiver. A page may be shorter than `limit`, even empty. More items may follow until `next_cursor` is `null`.
         *
         *     Needs an API key with the scope `read`, or a portal token.
         */
        get: operations["listEvents"];
        put?: never;
        /**
         * Publish an event to every matching subscription
         * @description With `application/json`, the body has the type and the payload, whose bytes are delivered exactly as sent. Any other body is the payload itself, which may be empty, and its type is in the header `X-Event-Type`. CloudEvents 1.0 are accepted in structured mode (`application/cloudevents+json`) and in binary mode (`ce-` headers), and delivered unchanged. Two CloudEvents with the same `source` and `id` are the same event. A list of CloudEvents (`application/cloudevents-batch+json`) is answered as a batch, with a 200. An event that no subscription matches is stored as well.
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
         * Publish a batch of events to every matching subscription
         * @description Each event is accepted or rejected on its own: the answer has a result for each, in the order of the request. Only a batch that cannot be parsed is rejected as a whole. The bytes of each `payload` are delivered exactly as sent. A list of CloudEvents (`application/cloudevents-batch+json`) is accepted, too.
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
         * Answer the request with which Meta verifies an ingest URL
         * @description Only for subscriptions with the source `meta`. The answer is `hub.challenge`, if `hub.verify_token` is the `verify_token` of the source.
         */
        get: operations["answerHub"];
        put?: never;
        /**
         * Ingest an event for one subscription
         * @description The body may be any bytes up to 1 MiB, of any content type, and is delivered byte for byte. If the subscription has an `ingest_secret`, the body must be signed: in the header `X-Posthorn-Signature`, or as the JSON object `{"body": "<text>", "signature": "<hex>"}`, of which `body` is delivered. If it has a `source`, the provider’s own signature is needed instead of an API key; requests with the same signed content are the same event, regardless of `Idempotency-Key`. CloudEvents 1.0 are accepted in structured mode (`application/cloudevents+json`) and in binary mode (`ce-` headers), and delivered unchanged, unless a `source` defines the events. The answer 202 means that the event is stored: it will be delivered, or end as exhausted.
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
         * Ingest a batch of events for one subscription
         * @description Each event is accepted or rejected on its own: the answer has a result for each, in the order of the request. Only a batch that cannot be parsed is rejected as a whole. The bytes of each `payload` are delivered exactly as sent. A list of CloudEvents (`application/cloudevents-batch+json`) is accepted, too. If the subscription has an `ingest_secret`, the whole body must be signed, in `X-Posthorn-Signature`.
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
         * Send a stored event to one subscription
         * @description For a subscription that has no delivery of the event, for example one that was disabled when the event came in, or that was created later. Both must have the same receiver; event types and filters are not checked. If the subscription already has a delivery of the event, the answer is that delivery, unchanged: `replay` sends it again.
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
         * @description The event and its deliveries can still be read, but no longer be replayed. Fails while one of the deliveries is open: cancel that delivery first.
         *
         *     Needs an API key with the scope `manage`.
         */
        delete: operations["deletePayload"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List deliveries
         * @description Of all subscriptions, newest events first, without their attempts. A portal token lists the deliveries of its receiver. A page may be shorter than `limit`, even empty. More items may follow until `next_cursor` is `null`. On AWS, a delivery can be missing for a moment after its event was accepted, and an exhausted one with `status=exhausted` for a moment after its last attempt.
         *
         *     Needs an API key with the scope `read`, or a portal token.
         */
        get: operations["listDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
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
         * @description Exhausted deliveries of all subscriptions, newest events first. The embedded service also lists deliveries that it failed to process 100 times (`internal_fault`). A page may be shorter than `limit`, even empty. More items may follow until `next_cursor` is `null`.
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
         * @description Replays those of a time range, or all. Runs in the background, oldest events first, no faster than `per_second`; new events do not wait for it. `GET /recoveries/{id}` shows the progress, `POST /recoveries/{id}/stop` stops it. Receivers get the same `webhook-id`s. At most 10 recoveries of a tenant run at the same time. Dead letters of disabled or deleted subscriptions stay as they are.
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
    "/deliveries/{id}/attempts/{number}/request": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the request of an attempt
         * @description Headers, body and signature as the receiver got them. Posthorn stores no requests, and computes this one from its records. An attempt that failed before its request was sent, for example with `dns`, would have sent this request. Header values of the subscription and the credentials in `Authorization` are `[redacted]`, except for API keys with the scope `manage`, whose calls are then recorded in the audit log. An OAuth 2.0 access token is always `[redacted]`. 410 if the payload, the event or the subscription was deleted.
         *
         *     Needs an API key with the scope `read`, or a portal token.
         */
        get: operations["getAttemptRequest"];
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
         * Replay a delivery
         * @description For a delivery that is delivered, exhausted or cancelled: attempts it now, then by its retry policy. The receiver gets the same `webhook-id`.
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
         * @description For a delivery that waits for its next attempt or for `deliver_at`: makes that attempt now, then continues with the retry policy. A delivery whose attempt is due already stays unchanged.
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
         * @description For a pending or retrying delivery: no further attempt starts.
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
    "/stats": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Count events, deliveries and attempts over time
         * @description From counters by minute, which are kept for 72 hours. Events count in the minute in which they were accepted, attempts and ends of deliveries in the minute in which they were recorded. The embedded service counts exactly; on AWS up to the last minute of each container can be missing. A portal token gets the numbers of its receiver.
         *
         *     Needs an API key with the scope `read`, or a portal token.
         */
        get: operations["getStatsOverTime"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/live-tickets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Create a ticket for a live connection
         * @description Opens the live view: deliveries and attempts as they happen, over WebSocket. Connect to `<url>?ticket=<ticket>` within 30 seconds, then send `{"type":"watch"}`. The ticket works once. The connection sees what the API key or portal token of this call may read, and ends when that key or token does. The messages are in the AsyncAPI document, `docs/asyncapi.json`. The answer `live-unavailable` means that this installation has no live view: read the lists from time to time instead.
         *
         *     Needs an API key with the scope `read`, or a portal token.
         */
        post: operations["createLiveTicket"];
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
         * @description Newest first. Ended recoveries are listed for 30 days.
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
         * Recover the exhausted deliveries of a subscription
         * @description Replays all exhausted deliveries of the subscription whose events are from a time range. With `missed`, sends stored events instead that were published to all subscriptions, that match the current event types, filter and receiver of this one, and that it has no delivery of: for example events from a time in which it was disabled, but none from before it was created. Runs in the background, oldest events first, no faster than `per_second`; new events do not wait for it. `GET /recoveries/{id}` shows the progress, `POST /recoveries/{id}/stop` stops it. Receivers get the same `webhook-id`s. At most 10 recoveries of a tenant run at the same time.
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
         * Read a recovery
         * @description With its progress: the number of deliveries replayed so far.
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
         * @description No further deliveries are replayed, except those of the next 60 seconds. An ended recovery stays unchanged. Deliveries that are still exhausted can be recovered by a new recovery.
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
         * @description Sorted by name. A page may be shorter than `limit`, even empty. More items may follow until `next_cursor` is `null`.
         *
         *     Needs an API key with the scope `read`, or a portal token.
         */
        get: operations["listEventTypes"];
        put?: never;
        /**
         * Add an event type to the catalogue
         * @description Documents the events of one type. With `"validation": "enforce"`, published events of this type whose payload does not match the schema are rejected. The change takes effect everywhere within 30 seconds. Event types that are not in the catalogue are accepted without a check.
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
         * @description Events of this type are still accepted, without a check; everywhere within 30 seconds.
         *
         *     Needs an API key with the scope `manage`.
         */
        delete: operations["deleteEventType"];
        options?: never;
        head?: never;
        /**
         * Change an event type
         * @description Omitted fields stay, `null` clears a field; a schema or an example is replaced as a whole. The change takes effect everywhere within 30 seconds. Accepted events are not checked again, and repeats with their `Idempotency-Key` get the same answer as before.
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
         * Read the catalogue as an OpenAPI document
         * @description An OpenAPI 3.1 document for your receivers, with a webhook for each event type of the catalogue. Schemas and examples beyond 3145728 characters in all are left out; their webhooks say so.
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
    "/receivers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List receivers
         * @description Sorted by id. Only receivers that were created here: a `receiver_id` that is only in use is not listed.
         *
         *     Needs an API key with the scope `read`.
         */
        get: operations["listReceivers"];
        put?: never;
        /**
         * Create a receiver
         * @description Gives a `receiver_id` a name, which its portal shows, and limits. This is optional: a `receiver_id` works without it, and may be in use already. Limits take effect everywhere within 30 seconds.
         *
         *     Needs an API key with the scope `manage`.
         */
        post: operations["createReceiver"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/receivers/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a receiver
         * @description A portal token reads its own receiver, without its `metadata`.
         *
         *     Needs an API key with the scope `read`, or a portal token.
         */
        get: operations["getReceiver"];
        put?: never;
        post?: never;
        /**
         * Delete a receiver
         * @description Deletes the name and the limits. The subscriptions and events with this `receiver_id` stay, and events are still delivered, without limits. To stop that, delete its subscriptions (`GET /subscriptions?receiver_id=…`), and revoke its portal tokens.
         *
         *     Needs an API key with the scope `manage`.
         */
        delete: operations["deleteReceiver"];
        options?: never;
        head?: never;
        /**
         * Change a receiver
         * @description Omitted fields stay, `null` clears a field. Limits take effect everywhere within 30 seconds.
         *
         *     Needs an API key with the scope `manage`.
         */
        patch: operations["updateReceiver"];
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
         * @description Newest first, without the keys themselves. Expired keys are listed for 30 more days.
         *
         *     Needs an API key with the scope `admin`.
         */
        get: operations["listApiKeys"];
        put?: never;
        /**
         * Create an API key
         * @description The answer shows the key once: only its hash is stored.
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
         * @description The key is refused from then on; within a few seconds everywhere. A key cannot revoke itself, so that a tenant does not lock itself out.
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
         * @description The tenants that your tenant created, newest first.
         *
         *     Needs an API key with the scope `admin`.
         */
        get: operations["listTenants"];
        put?: never;
        /**
         * Create a tenant
         * @description The new tenant shares nothing with yours. The answer shows its first admin key once. Create more keys with that key, or with `tenant_id` in `POST /api-keys`.
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
         * Create a portal token
         * @description Lets one of your receivers read (or manage) its own subscriptions and their deliveries, in your web page or with its own client; `url` is the portal page for it. The token also reads your catalogue of event types, and nothing else of your tenant. It has no more permissions than the API key that creates it, expires no later, and is refused once that key is revoked. It is valid for at most an hour; `POST /portal-tokens/revoke` ends it earlier.
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
         * @description Every portal token created for this receiver until now is refused; within a few seconds everywhere. New tokens can be created at once.
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
         * List the audit log
         * @description All changes except published events, newest first, for 90 days.
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
    "/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read what the caller is and may do
         * @description For a page or a program that shows its user only what the API key or portal token may do. Every key and token can call it.
         *
         *     Needs an API key of any scope, or a portal token.
         */
        get: operations["getMe"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sign-ins": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign in by a link
         * @description Exchanges the code of a sign-in link for an API key that is valid for 12 hours. A code works once, for 10 minutes. The audit log records the call. On AWS there are no sign-in links, and the answer is 404.
         */
        post: operations["signIn"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sign-ins/codes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Create a code for a sign-in link
         * @description For a link `/dashboard/#code=…`, which signs in once within 10 minutes. `posthorn sign-in` makes one. The newest 10 codes of a tenant are valid. On AWS there are no sign-in links, and the answer is 404.
         *
         *     Needs an API key with the scope `admin`.
         */
        post: operations["createSignInCode"];
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
         * Check the health of the service
         * @description For load balancers and monitors. The embedded service answers 503 while it cannot write its store, for example because the disk is full or the data folder was deleted; `detail` has the reason. It makes no attempts and accepts no events in that time. On AWS, the answer shows only that the function runs.
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
    "/about": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read about the service
         * @description Version, retention, limits in force, and the state of the store. With a broken store, an API key that was not used in the last seconds is answered 503.
         *
         *     Needs an API key with the scope `read`, or a portal token.
         */
        get: operations["getAbout"];
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
         * @description The request that the target of a subscription gets. The body is the published payload, byte for byte, with its content type. For the schemas of your own event types see `/openapi/event-types.json`.
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
         * @description Posthorn disabled a subscription because its receiver answered 410 Gone. Sent to subscriptions without a `receiver_id` that list it, or `posthorn.*`, in their `event_types`: docs/operational-webhooks.md.
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
         * @description A delivery to a failing subscription has succeeded. Sent to subscriptions without a `receiver_id` that list it, or `posthorn.*`, in their `event_types`: docs/operational-webhooks.md.
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
         * @description A delivery is exhausted: its retry policy allows no further attempt. Sent to subscriptions without a `receiver_id` that list it, or `posthorn.*`, in their `event_types`: docs/operational-webhooks.md.
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
             * @description The URL that attempts are sent to, absolute.
             */
            target_url: string;
            /** @description The event types to deliver: exact names or patterns, for example `order.*` matches `order.created`. Empty: all. */
            event_types?: string[] | null;
            /** @description Deliver only events whose payload matches: an event pattern of Amazon EventBridge, with the payload as its root. A filter is replaced as a whole, never merged. */
            filter?: components["schemas"]["PayloadFilter"] | null;
            /** @description Short for `event_types` with one entry. Give only one of the two. */
            event_type?: string | null;
            /** @description A description for your own use. */
            description?: string | null;
            /** @description Seconds that one attempt may take; default: 10. */
            timeout_seconds?: number | null;
            /** @description Your own id of the customer: only events with the same `receiver_id` are delivered. */
            receiver_id?: string | null;
            /** @description How attempts are signed: `v1` with the signing secret, `v1a` with a private key of Posthorn, whose public key is in `public_key`, or both. Default: `v1`. */
            signature_versions?: components["schemas"]["SignatureVersion"][] | null;
            /** @description The headers for id, time and signature: `webhook` for `webhook-id`, `webhook-timestamp` and `webhook-signature`, which are always sent; `svix` adds `svix-id`, `svix-timestamp` and `svix-signature` with the same values, for receivers that verify with a library of Svix. */
            signature_headers?: components["schemas"]["SignatureHeader"][] | null;
            /** @description If set, events ingested for this subscription must be signed with it. */
            ingest_secret?: string | null;
            /** @description Another name for `ingest_secret`. Give only one of the two. */
            secret?: string | null;
            /** @description The provider that posts its webhooks directly to the ingest URL, signed with the `ingest_secret`, which must have the form of that provider’s secrets. No API key is needed then. */
            source?: components["schemas"]["Source"] | null;
            /** @description Your own data about the subscription. */
            metadata?: {
                [key: string]: string;
            } | null;
            /** @description Headers to add to every attempt. Answers show `[redacted]` in place of the values. */
            headers?: {
                [key: string]: string;
            } | null;
            /** @description When failed attempts are retried; default: nine attempts in about 18 hours. */
            retry_policy?: components["schemas"]["RetryPolicy"] | null;
            /** @description The most attempts per second. Deliveries over the limit wait; waiting does not count as an attempt. */
            rate_limit?: components["schemas"]["RateLimit"] | null;
            /** @description The most events per second that may be published for the subscription. More are rejected with a 429. */
            ingest_rate_limit?: components["schemas"]["RateLimit"] | null;
            /** @description How attempts authenticate, in the header `Authorization`. Answers show `[redacted]` in place of the secret. */
            auth?: components["schemas"]["ReceiverAuth"] | null;
            /** @description The status of the new subscription; default: `enabled`. */
            status?: components["schemas"]["SubscriptionStatus"];
            /** @description A signing secret that the receiver already has. Without it, Posthorn generates one. */
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
         * @description A set of headers for id, time and signature, for example `webhook-id`, `webhook-timestamp` and `webhook-signature`.
         * @enum {string}
         */
        SignatureHeader: "webhook" | "svix";
        /** @description The provider that posts its webhooks directly to the ingest URL of a subscription. */
        Source: components["schemas"]["KnownSource"] | components["schemas"]["HmacSource"] | components["schemas"]["TokenSource"] | components["schemas"]["BasicSource"] | components["schemas"]["SquareSource"] | components["schemas"]["MetaSource"];
        /** @description A provider whose signature scheme is built in. */
        KnownSource: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "standard_webhooks" | "svix" | "github" | "gitlab" | "stripe" | "shopify" | "slack" | "zoom" | "paddle" | "linear";
        };
        /**
         * @description A provider whose signature scheme is built in.
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
             * @description The text before the signature, for example `sha256=`.
             * @default
             */
            prefix?: string;
            /** @description The signed text, with the placeholders `{body}`, `{timestamp}`, `{id}` and `{url}`; default: `{body}`. For example Slack signs `v0:{timestamp}:{body}`. */
            signed?: string;
            /** @description The field with the signature if the header is a list of fields: for example `v1` in `t=…,v1=…`. */
            field?: string;
            /** @description The separator between the fields; default: a comma. */
            separator?: components["schemas"]["FieldSeparator"];
            /** @description The place of the signed time. Required for `{timestamp}`. */
            timestamp?: components["schemas"]["TimestampPlace"];
            /** @description The header with the id of the event. Required for `{id}`. */
            id?: components["schemas"]["HeaderPlace"];
            /**
             * Format: uri
             * @description The ingest URL exactly as entered at the provider. `{subscription_id}` in it stands for the id of the subscription.
             */
            url?: string;
            /** @description The place of the event type: a header, which is not signed, or a member of the JSON body. */
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
         * @description The separator between the fields of a header.
         * @enum {string}
         */
        FieldSeparator: "," | ";" | " " | ", " | "; ";
        /** @description The place and the format of the signed time. */
        TimestampPlace: {
            /** @description The header with the time. */
            header?: string;
            /** @description Or the field with the time: for example `t` in `t=…,v1=…`. */
            field?: string;
            /**
             * @description The format of the time.
             * @default seconds
             */
            format?: components["schemas"]["TimeFormat"];
            /**
             * @description The most seconds between the signed time and now, past or future. Beyond it, the signature is rejected.
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
        /** @description The place of the event type in a provider’s requests: `header` or `member`. */
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
             * @description The text before the token, for example `Bearer `.
             * @default
             */
            prefix?: string;
            /** @description The place of the event type: a header, which is not signed, or a member of the JSON body. */
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
            /** @description The place of the event type: a header, which is not signed, or a member of the JSON body. */
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
             * @description The ingest URL exactly as entered at the provider. `{subscription_id}` in it stands for the id of the subscription.
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
            /** @description The verify token as entered at Meta next to the URL. */
            verify_token: string;
        };
        /** @description When failed attempts are retried. Either `schedule` alone: a list of waits. Or the other four fields together: exponential waits, `base_seconds` first, then each wait is `factor` times the previous one, up to `max_delay_seconds`. */
        RetryPolicy: {
            /** @description Seconds to wait before each retry, at most 604800 together: for example `[5, 30]` allows three attempts. */
            schedule?: number[];
            /** @description Seconds before the first retry. */
            base_seconds?: number;
            /** @description The factor from each wait to the next. */
            factor?: number;
            /** @description The longest wait in seconds. */
            max_delay_seconds?: number;
            /** @description The most attempts, including the first. */
            max_attempts?: number;
        };
        /** @description A rate limit: at most `burst + per_second × t` in t seconds. */
        RateLimit: {
            /** @description The average rate, for example 10, or 0.1 for six per minute. */
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
        /** @description User name and password (RFC 7617). */
        ReceiverBasicAuth: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "basic";
            username: string;
            password: string;
        };
        /** @description Client credentials (RFC 6749, section 4.4): Posthorn requests a token and uses it until it expires. */
        ReceiverOAuth2: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "oauth2";
            /**
             * Format: iri
             * @description The token endpoint.
             */
            token_url: string;
            client_id: string;
            client_secret: string;
            scope?: string | null;
            /** @description The audience, which some servers require. */
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
        /** @description Posthorn disabled a subscription because its receiver answered 410 Gone. */
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
        /** @description The occurrence and its subscription. */
        SubscriptionDisabledEventData: {
            subscription_id: string;
            receiver_id: string | null;
            /** @description The delivery that caused the event. */
            delivery_id: string;
            event_id: string;
            event_type: string | null;
            /** @constant */
            reason: "receiver_gone";
            last_attempt: components["schemas"]["OperationalAttempt"];
        };
        /** @description The attempt that caused the event, without the body of the answer. */
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
         * @description Why an attempt failed.
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
        /** @description The occurrence and its subscription. */
        SubscriptionFailingEventData: {
            subscription_id: string;
            receiver_id: string | null;
            /** @description The delivery that caused the event. */
            delivery_id: string;
            event_id: string;
            event_type: string | null;
            /** Format: date-time */
            failing_since: string;
            last_attempt: components["schemas"]["OperationalAttempt"];
        };
        /** @description A delivery to a failing subscription has succeeded. */
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
        /** @description The occurrence and its subscription. */
        SubscriptionRecoveredEventData: {
            subscription_id: string;
            receiver_id: string | null;
            /** @description The delivery that caused the event. */
            delivery_id: string;
            event_id: string;
            event_type: string | null;
            /** Format: date-time */
            failing_since: string;
            failing_seconds: number;
            last_attempt: components["schemas"]["OperationalAttempt"];
        };
        /** @description A delivery is exhausted: its retry policy allows no further attempt. */
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
        /** @description The occurrence and its subscription. */
        DeliveryExhaustedEventData: {
            subscription_id: string;
            receiver_id: string | null;
            /** @description The delivery that caused the event. */
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
            /** @description Empty: all event types. */
            event_types: string[];
            /** @description `null`: any payload. */
            filter: {
                [key: string]: unknown;
            } | null;
            description: string | null;
            /** @description Not shown to a portal token. */
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
            /** @description `null`: no limit. */
            rate_limit: components["schemas"]["RateLimit"] | null;
            /** @description Its secret reads `[redacted]`. */
            auth: components["schemas"]["ReceiverAuth"] | null;
            signature_versions: components["schemas"]["SignatureVersion"][];
            signature_headers: components["schemas"]["SignatureHeader"][];
            /** @description The key that verifies `v1a` signatures: `whpk_` and the base64 of an Ed25519 key; `null` without `v1a`. */
            public_key: string | null;
            receiver_id: string | null;
            /** @description The provider whose signature ingested events must have. Not shown to a portal token. */
            source: components["schemas"]["Source"] | null;
            /** @description `null`: no limit. Not shown to a portal token. */
            ingest_rate_limit: components["schemas"]["RateLimit"] | null;
            status: components["schemas"]["SubscriptionStatus"];
            disabled_reason: components["schemas"]["DisabledReason"] | null;
            /** @description The time since which the subscription counts as failing; `null`: not failing. */
            failing_since: string | null;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            /** @description The secret that signs the attempts. Shown again only by `GET …/secret`. */
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
            /** @description The value of `cursor` for the next page; `null` on the last page. */
            next_cursor: string | null;
        };
        /** @description The registration of a receiver, without its secrets. */
        Subscription: {
            id: string;
            tenant_id: string;
            /** Format: iri */
            target_url: string;
            /** @description Empty: all event types. */
            event_types: string[];
            /** @description `null`: any payload. */
            filter: {
                [key: string]: unknown;
            } | null;
            description: string | null;
            /** @description Not shown to a portal token. */
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
            /** @description `null`: no limit. */
            rate_limit: components["schemas"]["RateLimit"] | null;
            /** @description Its secret reads `[redacted]`. */
            auth: components["schemas"]["ReceiverAuth"] | null;
            signature_versions: components["schemas"]["SignatureVersion"][];
            signature_headers: components["schemas"]["SignatureHeader"][];
            /** @description The key that verifies `v1a` signatures: `whpk_` and the base64 of an Ed25519 key; `null` without `v1a`. */
            public_key: string | null;
            receiver_id: string | null;
            /** @description The provider whose signature ingested events must have. Not shown to a portal token. */
            source: components["schemas"]["Source"] | null;
            /** @description `null`: no limit. Not shown to a portal token. */
            ingest_rate_limit: components["schemas"]["RateLimit"] | null;
            status: components["schemas"]["SubscriptionStatus"];
            disabled_reason: components["schemas"]["DisabledReason"] | null;
            /** @description The time since which the subscription counts as failing; `null`: not failing. */
            failing_since: string | null;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
        };
        /** @description All settings of a subscription. Omitted settings get their default, except `ingest_secret`, which stays. The answer of a `GET` can be sent back unchanged: fields that only Posthorn sets, such as `id` and `status`, are ignored if their values are unchanged, and rejected otherwise. */
        SubscriptionReplacement: {
            /**
             * Format: iri
             * @description The URL that attempts are sent to, absolute.
             */
            target_url: string;
            /** @description The event types to deliver: exact names or patterns, for example `order.*` matches `order.created`. Empty: all. */
            event_types?: string[] | null;
            /** @description Deliver only events whose payload matches: an event pattern of Amazon EventBridge, with the payload as its root. A filter is replaced as a whole, never merged. */
            filter?: components["schemas"]["PayloadFilter"] | null;
            /** @description Short for `event_types` with one entry. Give only one of the two. */
            event_type?: string | null;
            /** @description A description for your own use. */
            description?: string | null;
            /** @description Seconds that one attempt may take; default: 10. */
            timeout_seconds?: number | null;
            /** @description Your own id of the customer: only events with the same `receiver_id` are delivered. */
            receiver_id?: string | null;
            /** @description How attempts are signed: `v1` with the signing secret, `v1a` with a private key of Posthorn, whose public key is in `public_key`, or both. Default: `v1`. */
            signature_versions?: components["schemas"]["SignatureVersion"][] | null;
            /** @description The headers for id, time and signature: `webhook` for `webhook-id`, `webhook-timestamp` and `webhook-signature`, which are always sent; `svix` adds `svix-id`, `svix-timestamp` and `svix-signature` with the same values, for receivers that verify with a library of Svix. */
            signature_headers?: components["schemas"]["SignatureHeader"][] | null;
            /** @description If set, events ingested for this subscription must be signed with it. */
            ingest_secret?: string | null;
            /** @description Another name for `ingest_secret`. Give only one of the two. */
            secret?: string | null;
            /** @description The provider that posts its webhooks directly to the ingest URL, signed with the `ingest_secret`, which must have the form of that provider’s secrets. No API key is needed then. */
            source?: components["schemas"]["Source"] | null;
            /** @description Your own data about the subscription. */
            metadata?: {
                [key: string]: string;
            } | null;
            /** @description Headers to add to every attempt. Answers show `[redacted]` in place of the values. Sent back, `[redacted]` keeps the stored value. */
            headers?: {
                [key: string]: string;
            } | null;
            /** @description When failed attempts are retried; default: nine attempts in about 18 hours. */
            retry_policy?: components["schemas"]["RetryPolicy"] | null;
            /** @description The most attempts per second. Deliveries over the limit wait; waiting does not count as an attempt. */
            rate_limit?: components["schemas"]["RateLimit"] | null;
            /** @description The most events per second that may be published for the subscription. More are rejected with a 429. */
            ingest_rate_limit?: components["schemas"]["RateLimit"] | null;
            /** @description How attempts authenticate, in the header `Authorization`. Answers show `[redacted]` in place of the secret. Sent back, `[redacted]` keeps the stored secret. */
            auth?: components["schemas"]["ReceiverAuth"] | null;
        };
        /** @description Changes of a subscription as a JSON merge patch (RFC 7396): `null` clears a field. */
        SubscriptionPatch: {
            /**
             * Format: iri
             * @description The URL that attempts are sent to, absolute.
             */
            target_url?: string;
            /** @description The event types to deliver: exact names or patterns, for example `order.*` matches `order.created`. Empty: all. */
            event_types?: string[] | null;
            /** @description Deliver only events whose payload matches: an event pattern of Amazon EventBridge, with the payload as its root. A filter is replaced as a whole, never merged. */
            filter?: components["schemas"]["PayloadFilter"] | null;
            /** @description Short for `event_types` with one entry. Give only one of the two. */
            event_type?: string | null;
            /** @description A description for your own use. */
            description?: string | null;
            /** @description Seconds that one attempt may take; default: 10. */
            timeout_seconds?: number | null;
            /** @description Your own id of the customer: only events with the same `receiver_id` are delivered. */
            receiver_id?: string | null;
            /** @description How attempts are signed: `v1` with the signing secret, `v1a` with a private key of Posthorn, whose public key is in `public_key`, or both. Default: `v1`. */
            signature_versions?: components["schemas"]["SignatureVersion"][] | null;
            /** @description The headers for id, time and signature: `webhook` for `webhook-id`, `webhook-timestamp` and `webhook-signature`, which are always sent; `svix` adds `svix-id`, `svix-timestamp` and `svix-signature` with the same values, for receivers that verify with a library of Svix. */
            signature_headers?: components["schemas"]["SignatureHeader"][] | null;
            /** @description If set, events ingested for this subscription must be signed with it. */
            ingest_secret?: string | null;
            /** @description Another name for `ingest_secret`. Give only one of the two. */
            secret?: string | null;
            /** @description The provider that posts its webhooks directly to the ingest URL, signed with the `ingest_secret`, which must have the form of that provider’s secrets. No API key is needed then. */
            source?: components["schemas"]["Source"] | null;
            /** @description Your own data about the subscription. Merged: `null` removes a member. */
            metadata?: {
                [key: string]: string | null;
            } | null;
            /** @description Headers to add to every attempt. Answers show `[redacted]` in place of the values. Merged: `null` removes a header. */
            headers?: {
                [key: string]: string | null;
            } | null;
            /** @description When failed attempts are retried; default: nine attempts in about 18 hours. */
            retry_policy?: components["schemas"]["RetryPolicyPatch"] | null;
            /** @description The most attempts per second. Deliveries over the limit wait; waiting does not count as an attempt. */
            rate_limit?: components["schemas"]["RateLimitPatch"] | null;
            /** @description The most events per second that may be published for the subscription. More are rejected with a 429. */
            ingest_rate_limit?: components["schemas"]["RateLimitPatch"] | null;
            /** @description How attempts authenticate, in the header `Authorization`. Answers show `[redacted]` in place of the secret. */
            auth?: components["schemas"]["ReceiverAuthPatch"] | null;
        };
        /** @description Changes of a retry policy. A policy of the other kind replaces the stored one. */
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
        /** @description Changes of `auth`. Another `type` replaces the stored setting. */
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
            /** @description The value of `cursor` for the next page; `null` on the last page. */
            next_cursor: string | null;
        };
        /** @description The delivery of one event to one subscription. */
        Delivery: {
            id: string;
            /** @description The same as `id`. */
            task_id: string;
            event_id: string;
            event_type: string | null;
            subscription_id: string;
            /**
             * Format: iri
             * @description The URL of the latest attempt, or of the first one to come.
             */
            target_url: string;
            status: components["schemas"]["DeliveryStatus"];
            /** @description Why the delivery is exhausted or cancelled. `internal_fault`: Posthorn itself failed to process it 100 times; the receiver is not the cause. `receiver_changed`: the subscription was moved to another receiver. */
            status_reason: components["schemas"]["DeliveryStatusReason"] | null;
            attempt_count: number;
            next_attempt_at: string | null;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            /** @description The time at which the delivery is deleted; `null` while it is open. */
            expires_at: string | null;
        };
        /**
         * @description Why a delivery is exhausted or cancelled.
         * @enum {string}
         */
        DeliveryStatusReason: "attempts" | "expired" | "payload_deleted" | "internal_fault" | "subscription_deleted" | "receiver_changed" | "by_request";
        /** @description A test event for a subscription. */
        TestEvent: {
            /** @description The type of the event; default: `posthorn.test`. */
            event_type?: string;
            /** @description Any JSON value, delivered byte for byte as sent. By default a payload that says it is a test. */
            payload?: unknown;
        };
        /** @description The event is stored and will be delivered. */
        IngestAccepted: {
            message: string;
            /** @description The id of the delivery: see `GET /status/{task_id}`. */
            task_id: string;
            event_id: string;
            status: components["schemas"]["DeliveryStatus"];
        };
        /** @description The deliveries of a subscription, counted by status. */
        SubscriptionStats: {
            deliveries: components["schemas"]["DeliveryCounts"];
            /** @description The number of attempts of these deliveries. */
            attempts: number;
            /** @description From the publishing of an event to the success of its delivery; `null`: no success yet. */
            delivery_ms: components["schemas"]["DeliveryTimes"] | null;
            /** @description When the event of the oldest counted delivery was published. */
            oldest: string | null;
            /** @description `true`: all stored deliveries are counted; `false`: only the newest. */
            is_complete: boolean;
        };
        /** @description The number of deliveries of each status. */
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
        /** @description The secrets of a subscription. */
        SubscriptionSecret: {
            /** @description The secret that verifies `v1` signatures: `whsec_…`. */
            signing_secret: string;
            /** @description The key that verifies `v1a` signatures: `whpk_…`; `null` without `v1a`. */
            public_key: string | null;
            /** @description Old secrets that still sign until their grace periods end. */
            previous: components["schemas"]["PreviousSecret"][];
        };
        /** @description An old secret that still signs: exactly one of the two fields is set. */
        PreviousSecret: {
            signing_secret: string | null;
            public_key: string | null;
            /** Format: date-time */
            expires_at: string;
        };
        /** @description Options for the rotation of a secret. */
        SecretRotation: {
            /**
             * @description Seconds for which the old secret still signs as well; 0: it stops at once.
             * @default 86400
             */
            grace_period_seconds?: number;
            /** @description A signing secret that the receiver already has. Without it, Posthorn generates one. */
            signing_secret?: string;
        };
        /** @description The new secrets of a subscription. */
        RotatedSecret: {
            /** @description The secret that verifies `v1` signatures: `whsec_…`. */
            signing_secret: string;
            /** @description The key that verifies `v1a` signatures: `whpk_…`; `null` without `v1a`. */
            public_key: string | null;
            /** @description Old secrets that still sign until their grace periods end. */
            previous: components["schemas"]["PreviousSecret"][];
            /**
             * Format: date-time
             * @description From this time on every process signs attempts with the new secret.
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
        /** @description Settings of a subscription, and an event to test them with. */
        FilterTestInput: {
            /** @description Deliver only events whose payload matches: an event pattern of Amazon EventBridge, with the payload as its root. A filter is replaced as a whole, never merged. */
            filter?: components["schemas"]["PayloadFilter"] | null;
            /** @description The event types to deliver: exact names or patterns, for example `order.*` matches `order.created`. Empty: all. */
            event_types?: string[] | null;
            /** @description The payload of the event: any JSON value. */
            payload: unknown;
            /** @description The type of the event; `null`: none. */
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
            /** @description Why this part does not match, in English, with up to three values of the payload. */
            detail: string;
        };
        /** @description An event for every subscription that matches it. */
        PublishEvent: {
            /** @description The type of the event. */
            event_type: string;
            /** @description Any JSON value, delivered byte for byte as sent. */
            payload: unknown;
            /** @description Your own id of the customer: only that customer’s subscriptions get the event. */
            receiver_id?: string | null;
            /**
             * Format: date-time
             * @description The earliest time of the first attempts, at most 604800 seconds ahead.
             */
            deliver_at?: string;
        };
        /** @description The event is stored and will be delivered to every matching subscription. */
        PublishAccepted: {
            event_id: string;
            event_type: string | null;
            /** @description One for each subscription; `null` if there are more than 100. */
            deliveries: components["schemas"]["AcceptedDelivery"][] | null;
            deliveries_count: number;
        };
        /** @description The delivery of an event to one subscription. */
        AcceptedDelivery: {
            task_id: string;
            subscription_id: string;
        };
        /** @description The results of the events of a batch. */
        PublishBatchResult: {
            accepted: number;
            refused: number;
            /** @description One per event, in the order of the request. */
            results: components["schemas"]["PublishItemResult"][];
        };
        /** @description The result of one event of a batch: its ids if it is accepted, a `problem` if it is rejected. */
        PublishItemResult: {
            /** @description 202: the event is stored and will be delivered. 400 to 599: the event is rejected. */
            status: number;
            event_id?: string;
            event_type?: string | null;
            /** @description One for each subscription; `null` if there are more than 100. */
            deliveries?: components["schemas"]["AcceptedDelivery"][] | null;
            deliveries_count?: number;
            /** @description Why the event is rejected; other events of the batch may be accepted. */
            problem?: components["schemas"]["Problem"];
        };
        /** @description An error (RFC 9457). */
        Problem: {
            /** @description Names the kind of problem: `urn:posthorn:problem:<code>`. */
            type: string;
            /** @description A short title of the kind of problem. */
            title: string;
            /** @description The HTTP status. */
            status: number;
            /** @description The fault of this request, and how to correct it. */
            detail: string;
            /** @description The invalid fields. */
            errors?: components["schemas"]["FieldFault"][];
            /** @description The id of the request. Quote it in support requests. */
            request_id: string;
        };
        /** @description A fault of one field. */
        FieldFault: {
            in: components["schemas"]["RequestPart"];
            /** @description JSON Pointer (RFC 6901) within that part. */
            pointer: string;
            /** @description The fault of the field, for example `must be a string`. */
            detail: string;
        };
        /**
         * @description The part of the request that a pointer refers to; `payload` is the payload of an event.
         * @enum {string}
         */
        RequestPart: "body" | "query" | "path" | "header" | "payload";
        /** @description Events for every subscription that matches them. */
        PublishBatch: {
            events: components["schemas"]["PublishItem"][];
        };
        /** @description An event of a batch. */
        PublishItem: {
            /** @description The type of the event. */
            event_type: string;
            /** @description Any JSON value, delivered byte for byte as sent. */
            payload: unknown;
            /** @description Your own id of the customer: only that customer’s subscriptions get the event. */
            receiver_id?: string | null;
            /**
             * Format: date-time
             * @description The earliest time of the first attempts, at most 604800 seconds ahead.
             */
            deliver_at?: string;
            /** @description The `Idempotency-Key` of this event. */
            idempotency_key?: string;
        };
        /** @description A payload that is JSON: an object, an array, a string, a number, a boolean or null. */
        JsonPayload: unknown;
        /** @description The answer to a verification request of a provider, for example `{"challenge": "…"}` for Slack. */
        SourceAnswer: {
            [key: string]: string;
        };
        /** @description Events for one subscription. */
        IngestBatch: {
            events: components["schemas"]["IngestItem"][];
        };
        /** @description An event of a batch. */
        IngestItem: {
            /** @description Any JSON value, delivered byte for byte as sent. */
            payload: unknown;
            /** @description The type of the event. */
            event_type?: string;
            /**
             * Format: date-time
             * @description The earliest time of the first attempts, at most 604800 seconds ahead.
             */
            deliver_at?: string;
            /** @description The `Idempotency-Key` of this event. */
            idempotency_key?: string;
        };
        /** @description The results of the events of a batch. */
        IngestBatchResult: {
            accepted: number;
            refused: number;
            /** @description One per event, in the order of the request. */
            results: components["schemas"]["IngestItemResult"][];
        };
        /** @description The result of one event of a batch: its ids if it is accepted, a `problem` if it is rejected. */
        IngestItemResult: {
            /** @description 202: the event is stored and will be delivered. 400 to 599: the event is rejected. */
            status: number;
            /** @description The id of the delivery: see `GET /status/{task_id}`. */
            task_id?: string;
            event_id?: string;
            /** @description Why the event is rejected; other events of the batch may be accepted. */
            problem?: components["schemas"]["Problem"];
        };
        /** @description One page of a list. */
        EventPage: {
            /** @description Newest first. */
            data: components["schemas"]["Event"][];
            /** @description The value of `cursor` for the next page; `null` on the last page. */
            next_cursor: string | null;
        };
        /** @description A published event. */
        Event: {
            id: string;
            event_type: string | null;
            receiver_id: string | null;
            content_type: string;
            /** Format: date-time */
            created_at: string;
            /**
             * Format: date-time
             * @description The earliest time at which the event is deleted.
             */
            expires_at: string;
            /** @description The time at which the payload was deleted; `null`: not deleted. */
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
             * @description The earliest time at which the event is deleted.
             */
            expires_at: string;
            /** @description The time at which the payload was deleted; `null`: not deleted. */
            payload_deleted_at: string | null;
            /** @description The payload as text, if it is UTF-8 and not deleted. */
            payload: string | null;
            /** @description The payload in base64, if it is not UTF-8. */
            payload_base64: string | null;
            payload_bytes: number;
            deliveries: components["schemas"]["Delivery"][];
            /** @description The number of deliveries; in a large fan-out some may not be created yet. */
            deliveries_count: number;
        };
        /** @description The subscription that a stored event is sent to. */
        EventToSend: {
            /** @description The id of the subscription. */
            subscription_id: string;
        };
        /** @description The deliveries to replay, and the rate. */
        RedriveSettings: {
            /**
             * Format: date-time
             * @description Deliveries of events published at this time or later; default: all.
             */
            since?: string;
            /**
             * Format: date-time
             * @description … and before this time; default: now.
             */
            until?: string;
            /**
             * @description The most attempts per second. A rate limit of the subscription applies as well.
             * @default 100
             */
            per_second?: number;
        };
        /** @description A replay of all exhausted deliveries of a time range. */
        Recovery: {
            id: string;
            /** @description `null`: the dead letters of all subscriptions. */
            subscription_id: string | null;
            /** @description `true`: sends missed events; `false`: replays exhausted deliveries. */
            missed: boolean;
            /** Format: date-time */
            since: string;
            /** Format: date-time */
            until: string;
            per_second: number;
            status: components["schemas"]["RecoveryStatus"];
            stop_reason: components["schemas"]["RecoveryStopReason"] | null;
            /** @description The number of exhausted deliveries at the start; `null`: too many to count, or missed events, which are not counted. */
            deliveries_count: number | null;
            /** @description The number of deliveries replayed so far. After a crash of the service it may be a page too low. */
            recovered_count: number;
            /** @description The number of deliveries left unchanged: their subscription is disabled or deleted, or another call replayed them first. */
            skipped_count: number;
            /** @description From 0 to 1; `null`: unknown. */
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
        /** @description A delivery with all its attempts. */
        DeliveryWithAttempts: {
            id: string;
            /** @description The same as `id`. */
            task_id: string;
            event_id: string;
            event_type: string | null;
            subscription_id: string;
            /**
             * Format: iri
             * @description The URL of the latest attempt, or of the first one to come.
             */
            target_url: string;
            status: components["schemas"]["DeliveryStatus"];
            /** @description Why the delivery is exhausted or cancelled. `internal_fault`: Posthorn itself failed to process it 100 times; the receiver is not the cause. `receiver_changed`: the subscription was moved to another receiver. */
            status_reason: components["schemas"]["DeliveryStatusReason"] | null;
            attempt_count: number;
            next_attempt_at: string | null;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            /** @description The time at which the delivery is deleted; `null` while it is open. */
            expires_at: string | null;
            /** @description By number. */
            attempts: components["schemas"]["Attempt"][];
        };
        /** @description One HTTP request of a delivery. */
        Attempt: {
            number: number;
            /** @description The cause of the attempt: the retry policy, or a call. */
            trigger: components["schemas"]["AttemptTrigger"];
            /** Format: date-time */
            started_at: string;
            duration_ms: number;
            /** @description The HTTP status of the receiver's answer; `null`: no answer. */
            status_code: number | null;
            outcome: components["schemas"]["AttemptOutcome"];
            failure_kind: components["schemas"]["FailureKind"] | null;
            error: string | null;
            /** @description The beginning of the answer's body. */
            response_excerpt: string | null;
        };
        /**
         * @description The cause of an attempt: the retry policy, or a call.
         * @enum {string}
         */
        AttemptTrigger: "scheduled" | "manual";
        /**
         * @description Whether an attempt delivered the event.
         * @enum {string}
         */
        AttemptOutcome: "succeeded" | "failed";
        /** @description The request that an attempt sent. */
        AttemptRequest: {
            /** @constant */
            method: "POST";
            /** Format: iri */
            url: string;
            /** @description In the order in which they were sent. */
            headers: components["schemas"]["SentHeader"][];
            body: components["schemas"]["SentBody"];
            /**
             * @description Every request is signed.
             * @constant
             */
            signed: true;
            /** @description `false`: the subscription was changed after the attempt, or shortly before it. Its URL, headers and signatures may then differ from those that were sent. */
            is_current_settings: boolean;
        };
        /** @description A header of a request. */
        SentHeader: {
            /** @description As it was spelt. */
            name: string;
            value: string;
        };
        /** @description The body of a request. */
        SentBody: {
            /** @description The body, if it is UTF-8 without control characters besides tabs and line ends; otherwise `null`. */
            text: string | null;
            /** @description The bytes of the body. */
            base64: string;
        };
        /** @description A cancelled delivery. */
        CancelledDelivery: {
            id: string;
            /** @description The same as `id`. */
            task_id: string;
            event_id: string;
            event_type: string | null;
            subscription_id: string;
            /**
             * Format: iri
             * @description The URL of the latest attempt, or of the first one to come.
             */
            target_url: string;
            status: components["schemas"]["DeliveryStatus"];
            /** @description Why the delivery is exhausted or cancelled. `internal_fault`: Posthorn itself failed to process it 100 times; the receiver is not the cause. `receiver_changed`: the subscription was moved to another receiver. */
            status_reason: components["schemas"]["DeliveryStatusReason"] | null;
            attempt_count: number;
            next_attempt_at: string | null;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            /** @description The time at which the delivery is deleted; `null` while it is open. */
            expires_at: string | null;
            /** @description `true` if an attempt may have begun before the cancellation, and can still arrive. */
            attempt_in_flight: boolean;
        };
        /**
         * @description The property by which numbers are split into series.
         * @enum {string}
         */
        StatsDimension: "status" | "event_type" | "subscription";
        /** @description Events, deliveries and attempts over time. */
        Stats: {
            /** Format: date-time */
            from: string;
            /** Format: date-time */
            to: string;
            step_seconds: number;
            by: components["schemas"]["StatsDimension"] | null;
            /** @description Highest numbers first. */
            series: components["schemas"]["StatsSeries"][];
            /** @description `null`: not known, as on AWS. */
            open: components["schemas"]["OpenDeliveries"] | null;
        };
        /** @description Numbers over time. */
        StatsSeries: {
            /** @description With `by=status`: `2xx`, `3xx`, `4xx`, `5xx`, or the failure kind of attempts without an answer. With `event_type` or `subscription`: its name or id. `null`: everything without such a key, or without `by` everything. */
            key: string | null;
            /** @description `true`: the sum of all series after the 20 with the highest numbers. */
            is_other: boolean;
            /** @description Oldest first, a point for each step, also without events. */
            points: components["schemas"]["StatsPoint"][];
            totals: components["schemas"]["StatsTotals"];
        };
        /** @description The numbers of one step. */
        StatsPoint: {
            /**
             * Format: date-time
             * @description The beginning of the step.
             */
            at: string;
            /** @description Accepted events. An event has no subscription and no answer: see the series with the key `null`. */
            events: number;
            /** @description New deliveries. */
            deliveries: number;
            /** @description Recorded attempts. */
            attempts: number;
            /** @description Deliveries that an attempt delivered. */
            delivered: number;
            /** @description Recorded attempts that failed. */
            failed_attempts: number;
            /** @description Deliveries that were given up. */
            exhausted: number;
            /** @description Deliveries that were cancelled. */
            cancelled: number;
            /** @description From the acceptance of an event to the end of the attempt that delivered it, retries, `deliver_at` and replays included; `null`: nothing was delivered. */
            time_to_delivery_ms: components["schemas"]["TimeToDelivery"] | null;
        };
        /** @description The median and the 95th percentile, in milliseconds; they are at most 10 % off. */
        TimeToDelivery: {
            p50: number;
            p95: number;
        };
        /** @description The sums over all points. */
        StatsTotals: {
            /** @description Accepted events. An event has no subscription and no answer: see the series with the key `null`. */
            events: number;
            /** @description New deliveries. */
            deliveries: number;
            /** @description Recorded attempts. */
            attempts: number;
            /** @description Deliveries that an attempt delivered. */
            delivered: number;
            /** @description Recorded attempts that failed. */
            failed_attempts: number;
            /** @description Deliveries that were given up. */
            exhausted: number;
            /** @description Deliveries that were cancelled. */
            cancelled: number;
            /** @description From the acceptance of an event to the end of the attempt that delivered it, retries, `deliver_at` and replays included; `null`: nothing was delivered. */
            time_to_delivery_ms: components["schemas"]["TimeToDelivery"] | null;
        };
        /** @description The open deliveries at this moment. */
        OpenDeliveries: {
            /** @description Deliveries without a recorded attempt. */
            pending: number;
            /** @description Deliveries that wait for a further attempt. */
            retrying: number;
            /** @description How many of all these wait for their subscription to be enabled. */
            held: number;
            /** @description `false`: there are more held deliveries, which were not counted. */
            is_exact: boolean;
        };
        /** @description A ticket for a live connection. */
        LiveTicketInput: {
            /** @description The connection never sees more than this. A `watch` message can only narrow it. */
            filter?: components["schemas"]["LiveFilter"];
        };
        /** @description The deliveries to watch. Without a member: all of them. */
        LiveFilter: {
            /** @description Only deliveries to this subscription. */
            subscription_id?: string;
            /** @description Only deliveries of events for this receiver. */
            receiver_id?: string;
            /** @description Only these event types, by name or pattern, for example `order.*`. Together they have at most 1024 characters. */
            event_types?: string[];
            /** @description Only deliveries that have one of these statuses after the change. */
            statuses?: components["schemas"]["DeliveryStatus"][];
        };
        /** @description Opens one live connection. */
        LiveTicket: {
            /** @description Works once. */
            ticket: string;
            /** @description The WebSocket URL. Connect to `<url>?ticket=<ticket>`, then send `watch`. */
            url: string;
            /**
             * Format: date-time
             * @description When the unused ticket expires.
             */
            expires_at: string;
        };
        /** @description One page of a list. */
        RecoveryPage: {
            /** @description Newest first. */
            data: components["schemas"]["Recovery"][];
            /** @description The value of `cursor` for the next page; `null` on the last page. */
            next_cursor: string | null;
        };
        /** @description The deliveries to recover, and the rate. */
        RecoverySettings: {
            /**
             * Format: date-time
             * @description Deliveries of events published at this time or later …
             */
            since: string;
            /**
             * Format: date-time
             * @description … and before this time; default: now.
             */
            until?: string;
            /**
             * @description The most attempts per second. A rate limit of the subscription applies as well.
             * @default 100
             */
            per_second?: number;
            /**
             * @description Sends stored events that match the subscription and that it has no delivery of, for example events published while it was disabled. Without it, exhausted deliveries are replayed.
             * @default false
             */
            missed?: boolean;
        };
        /** @description An event type for the catalogue. */
        EventTypeInput: {
            /** @description The name, as in the `event_type` of events. */
            name: string;
            /** @description The meaning of the event type. */
            description?: string | null;
            /** @description A JSON Schema (a subset of 2020-12: see docs/event-types.md) for payloads of this type: an object or a boolean; `null`: none. */
            schema?: unknown;
            /** @description An example payload, which must match the schema; `null`: none. Test events send it. */
            example?: unknown;
            /** @description `enforce`: events of this type whose payload does not match the schema are rejected. `none`, the default: the schema is documentation only. */
            validation?: components["schemas"]["EventTypeValidation"];
        };
        /**
         * @description Whether payloads of an event type must match its schema.
         * @enum {string}
         */
        EventTypeValidation: "none" | "enforce";
        /** @description An event type of the catalogue: name, description, schema and example. */
        EventType: {
            name: string;
            description: string | null;
            /** @description A JSON Schema (2020-12) for payloads: an object or a boolean; `null`: none. */
            schema: unknown;
            /** @description An example payload; `null`: none. */
            example: unknown;
            validation: components["schemas"]["EventTypeValidation"];
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
        };
        /** @description One page of a list. */
        EventTypePage: {
            /** @description Sorted by name. */
            data: components["schemas"]["EventType"][];
            /** @description The value of `cursor` for the next page; `null` on the last page. */
            next_cursor: string | null;
        };
        /** @description Changes of an event type: omitted fields stay, `null` clears a field. A schema or an example is replaced as a whole. Fields that only Posthorn sets are ignored if their values are unchanged, and rejected otherwise. */
        EventTypePatch: {
            /** @description The meaning of the event type. */
            description?: string | null;
            /** @description A JSON Schema (a subset of 2020-12: see docs/event-types.md) for payloads of this type: an object or a boolean; `null`: none. */
            schema?: unknown;
            /** @description An example payload, which must match the schema; `null`: none. Test events send it. */
            example?: unknown;
            /** @description `enforce`: events of this type whose payload does not match the schema are rejected. `none`, the default: the schema is documentation only. */
            validation?: components["schemas"]["EventTypeValidation"];
        };
        /** @description An OpenAPI 3.1 document. */
        OpenApiDocument: {
            openapi: string;
            info: components["schemas"]["OpenApiInfo"];
        } & {
            [key: string]: unknown;
        };
        /** @description Title and version of an OpenAPI document. */
        OpenApiInfo: {
            title: string;
            version: string;
        } & {
            [key: string]: unknown;
        };
        /** @description A receiver to create. */
        ReceiverInput: {
            /** @description Your own id of the receiver, as in `receiver_id`. Without it, one is generated. */
            id?: string;
            /** @description The name that the portal shows. */
            name: string;
            /** @description Your own data about the receiver, which portal tokens do not show. */
            metadata?: {
                [key: string]: string;
            } | null;
            /** @description Limits the events with this `receiver_id`: more are refused with 429. `null`, the default: no limit. */
            rate_limit?: components["schemas"]["RateLimit"] | null;
            /** @description The most subscriptions with this `receiver_id`, disabled ones included. With more than that already, all stay and no more can be created. `null`, the default: no limit but that of all receivers. */
            subscriptions_limit?: number | null;
        };
        /** @description Your record of a customer that receives webhooks: its `id` is the `receiver_id` of events and subscriptions. */
        Receiver: {
            id: string;
            name: string;
            /** @description Not shown to a portal token. */
            metadata: {
                [key: string]: string;
            };
            /** @description The limit of the events with this `receiver_id`; `null`: no limit. */
            rate_limit: components["schemas"]["RateLimit"] | null;
            /** @description The most subscriptions with this `receiver_id`; `null`: no limit of its own. */
            subscriptions_limit: number | null;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
        };
        /** @description One page of a list. */
        ReceiverPage: {
            /** @description Sorted by id. */
            data: components["schemas"]["Receiver"][];
            /** @description The value of `cursor` for the next page; `null` on the last page. */
            next_cursor: string | null;
        };
        /** @description Changes of a receiver: omitted fields stay, `null` clears a field, and the members of `metadata` and `rate_limit` are merged. Fields that only Posthorn sets are ignored if their values are unchanged, and rejected otherwise. */
        ReceiverPatch: {
            /** @description The name that the portal shows. */
            name?: string;
            /** @description Your own data about the receiver, which portal tokens do not show. A member that is `null` is removed. */
            metadata?: {
                [key: string]: string | null;
            } | null;
            /** @description Limits the events with this `receiver_id`: more are refused with 429. `null`, the default: no limit. */
            rate_limit?: components["schemas"]["RateLimitPatch"] | null;
            /** @description The most subscriptions with this `receiver_id`, disabled ones included. With more than that already, all stay and no more can be created. `null`, the default: no limit but that of all receivers. */
            subscriptions_limit?: number | null;
        };
        /** @description An API key to create. */
        ApiKeyInput: {
            /** @description Your name for the key. */
            name: string;
            /** @description The permissions: `ingest` publishes events, `read` reads, `manage` changes, `admin` does all of it and makes keys. */
            scopes: components["schemas"]["ApiKeyScope"][];
            expires_at?: string | null;
            /** @description A tenant that your tenant created. Without it, the key is for your own tenant. */
            tenant_id?: string;
        };
        /**
         * @description A permission of an API key.
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
            /** @description The time of the last use, to the hour; `null`: never used. */
            last_used_at: string | null;
            /** @description The key itself, shown once: only its hash is stored. */
            key: string;
        };
        /** @description One page of a list. */
        ApiKeyPage: {
            /** @description Newest first. */
            data: components["schemas"]["ApiKey"][];
            /** @description The value of `cursor` for the next page; `null` on the last page. */
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
            /** @description The time of the last use, to the hour; `null`: never used. */
            last_used_at: string | null;
        };
        /** @description A tenant to create. */
        TenantInput: {
            /** @description Your name for the tenant. */
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
            /** @description The value of `cursor` for the next page; `null` on the last page. */
            next_cursor: string | null;
        };
        /** @description An owner of API keys, subscriptions and events, isolated from all other tenants. */
        Tenant: {
            id: string;
            name: string;
            /** Format: date-time */
            created_at: string;
        };
        /** @description A portal token to create. */
        PortalTokenInput: {
            /** @description The receiver whose subscriptions the token gives access to. */
            receiver_id: string;
            /**
             * @description `read` only reads; `manage` also changes subscriptions.
             * @default read
             */
            access?: components["schemas"]["PortalAccess"];
            /**
             * @description Seconds until the token expires.
             * @default 900
             */
            ttl_seconds?: number;
            theme?: components["schemas"]["PortalTheme"] | null;
        };
        /**
         * @description A permission of a portal token.
         * @enum {string}
         */
        PortalAccess: "read" | "manage";
        /** @description The look of the portal page. Each field has a default. */
        PortalTheme: {
            /** @description The colour of buttons and links, in hex. */
            accent?: string | null;
            /** @description The radius of corners, in px. */
            radius?: number | null;
            /** @description A font family that the reader’s device has, or `system-ui`, `sans-serif`, `serif` or `monospace`. The page loads no font. */
            font?: string | null;
            /** @description A small image in place of the name of the receiver: a `data:` URI of at most 16384 characters. It is part of the answered URL. */
            logo?: string | null;
        };
        /** @description A token that gives one receiver temporary access to its own subscriptions. */
        PortalToken: {
            /** @description The id of the token in the audit log. */
            id: string;
            /** @description Sent like an API key: `Authorization: Bearer pht_…`. */
            token: string;
            /** @description The address of the portal page with the token and the theme in its fragment, for a link or an iframe: docs/portal.md. */
            url: string;
            receiver_id: string;
            access: components["schemas"]["PortalAccess"];
            /** Format: date-time */
            expires_at: string;
        };
        /** @description The portal tokens to revoke. */
        RevokedPortalTokens: {
            /** @description The receiver whose portal tokens are revoked. */
            receiver_id: string;
        };
        /** @description One page of a list. */
        AuditPage: {
            /** @description Newest first. */
            data: components["schemas"]["AuditEntry"][];
            /** @description The value of `cursor` for the next page; `null` on the last page. */
            next_cursor: string | null;
        };
        /** @description An entry of the audit log: actor, action, resource and time. */
        AuditEntry: {
            id: string;
            action: components["schemas"]["AuditAction"];
            /** @description The id of the API key or portal token that made the call. */
            actor: string;
            /** @description The id of the changed or created resource. */
            subject: string;
            /** @description The fields that the request named, without their values. */
            fields: string[];
            /** @description The receiver of the portal token that made the call, or whose tokens were created or revoked. */
            receiver_id: string | null;
            /** @description The IP address of the caller; `null` in older entries, from before it was recorded. */
            source_address: string | null;
            /** @description For changed subscriptions: `target_url` and `receiver_id`, if they were changed. */
            changes: components["schemas"]["AuditChange"][];
            request_id: string;
            /** Format: date-time */
            at: string;
        };
        /**
         * @description The kind of change.
         * @enum {string}
         */
        AuditAction: "subscription.created" | "subscription.replaced" | "subscription.updated" | "subscription.deleted" | "subscription.enabled" | "subscription.disabled" | "subscription.secret_rotated" | "subscription.secret_read" | "subscription.tested" | "delivery.replayed" | "delivery.retried" | "delivery.cancelled" | "delivery.secrets_read" | "event.payload_deleted" | "event.sent" | "recovery.started" | "recovery.stopped" | "api_key.created" | "api_key.deleted" | "sign_in_code.created" | "sign_in.created" | "tenant.created" | "portal_token.created" | "portal_token.revoked" | "receiver.created" | "receiver.updated" | "receiver.deleted" | "event_type.created" | "event_type.updated" | "event_type.deleted";
        /** @description The old and new value of a field. The query of a URL is replaced by `?…`. */
        AuditChange: {
            field: components["schemas"]["AuditedField"];
            before: string | null;
            after: string | null;
        };
        /**
         * @description A field whose old and new values are in the audit log.
         * @enum {string}
         */
        AuditedField: "target_url" | "receiver_id";
        /** @description The holder of an API key or a portal token, and its permissions. */
        Caller: {
            kind: components["schemas"]["CallerKind"];
            /** @description The id of the key or token, as in the audit log. */
            id: string;
            /** @description The name of the API key, or of the receiver of a portal token. */
            name: string;
            tenant_id: string;
            /** @description All scopes that the caller has; with `admin` every other scope is listed too. */
            scopes: components["schemas"]["ApiKeyScope"][];
            /** @description The receiver of a portal token; `null`: the caller reaches the whole tenant. */
            receiver_id: string | null;
            /** @description The name of that receiver; `null`: it has none. */
            receiver_name: string | null;
            /** @description `null`: the API key does not expire. */
            expires_at: string | null;
        };
        /**
         * @description What a caller has authenticated with.
         * @enum {string}
         */
        CallerKind: "api_key" | "portal_token";
        /** @description The code of a sign-in link. */
        SignInInput: {
            /** @description The part after `#code=` of the link. */
            code: string;
        };
        /** @description The API key of a page that was opened by a sign-in link. */
        SignIn: {
            /** @description A new API key with the scope `admin`. */
            api_key: string;
            /**
             * Format: date-time
             * @description The key is refused from this time on.
             */
            expires_at: string;
        };
        /** @description A code that can be exchanged once for an API key. */
        SignInCode: {
            /** @description Belongs into a link: `/dashboard/#code=…`. */
            code: string;
            /** Format: date-time */
            expires_at: string;
        };
        /** @description The service answers. */
        Health: {
            /** @constant */
            status: "ok";
            /** @description The version of Posthorn. */
            version: string;
        };
        /** @description The service: version, state, and limits. */
        About: {
            /** @description The version of Posthorn. */
            version: string;
            family: components["schemas"]["ServiceFamily"];
            /** @description How long records are kept after the last change of a delivery. */
            retention_hours: number;
            store: components["schemas"]["StoreState"];
            /** @description The limits in force. */
            limits: components["schemas"]["LimitInForce"][];
            /** @description Whether the service has the live view. */
            has_live: boolean;
        };
        /**
         * @description Where the service runs: as one process over SQLite, or on AWS.
         * @enum {string}
         */
        ServiceFamily: "embedded" | "aws";
        /** @description Whether the store can be used. */
        StoreState: {
            healthy: boolean;
            /** @description The fault; `null`: none is known. */
            detail: string | null;
        };
        /** @description A limit of this service. */
        LimitInForce: {
            /** @description A stable name. */
            name: string;
            value: number;
            unit: string;
            meaning: string;
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
        /** @description Authentication required */
        unauthenticated: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The credentials do not allow this */
        forbidden: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The idempotency key is already in use; or: Too many subscriptions */
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
        /** @description Unsupported media type */
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
        /** @description Internal error; or: The stored subscription is damaged */
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
        /** @description The current state does not allow it; or: Too many subscriptions */
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
        /** @description The idempotency key is already in use; or: The subscription is disabled */
        "idempotency-conflict.subscription-disabled": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The event is in a loop */
        "loop-detected": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The idempotency key is already in use; or: The current state does not allow it; or: Limit reached */
        "idempotency-conflict.conflict.limit-reached": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The idempotency key is already in use */
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
        /** @description The credentials do not allow this; or: The signature is wrong */
        "forbidden.wrong-signature": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The request is not valid; or: The subscription does not accept this event type; or: The subscription does not accept this payload; or: The payload does not match the schema of its event type */
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
        /** @description The idempotency key is already in use; or: Limit reached */
        "idempotency-conflict.limit-reached": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description No longer there */
        gone: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The idempotency key is already in use; or: The current state does not allow it */
        "idempotency-conflict.conflict": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The live view is not available */
        "live-unavailable": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The idempotency key is already in use; or: The subscription is disabled; or: Limit reached */
        "idempotency-conflict.subscription-disabled.limit-reached": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Limit reached */
        "limit-reached": {
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
export type AttemptRequest = components['schemas']['AttemptRequest'];
export type SentHeader = components['schemas']['SentHeader'];
export type SentBody = components['schemas']['SentBody'];
export type CancelledDelivery = components['schemas']['CancelledDelivery'];
export type StatsDimension = components['schemas']['StatsDimension'];
export type Stats = components['schemas']['Stats'];
export type StatsSeries = components['schemas']['StatsSeries'];
export type StatsPoint = components['schemas']['StatsPoint'];
export type TimeToDelivery = components['schemas']['TimeToDelivery'];
export type StatsTotals = components['schemas']['StatsTotals'];
export type OpenDeliveries = components['schemas']['OpenDeliveries'];
export type LiveTicketInput = components['schemas']['LiveTicketInput'];
export type LiveFilter = components['schemas']['LiveFilter'];
export type LiveTicket = components['schemas']['LiveTicket'];
export type RecoveryPage = components['schemas']['RecoveryPage'];
export type RecoverySettings = components['schemas']['RecoverySettings'];
export type EventTypeInput = components['schemas']['EventTypeInput'];
export type EventTypeValidation = components['schemas']['EventTypeValidation'];
export type EventType = components['schemas']['EventType'];
export type EventTypePage = components['schemas']['EventTypePage'];
export type EventTypePatch = components['schemas']['EventTypePatch'];
export type OpenApiDocument = components['schemas']['OpenApiDocument'];
export type OpenApiInfo = components['schemas']['OpenApiInfo'];
export type ReceiverInput = components['schemas']['ReceiverInput'];
export type Receiver = components['schemas']['Receiver'];
export type ReceiverPage = components['schemas']['ReceiverPage'];
export type ReceiverPatch = components['schemas']['ReceiverPatch'];
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
export type PortalTheme = components['schemas']['PortalTheme'];
export type PortalToken = components['schemas']['PortalToken'];
export type RevokedPortalTokens = components['schemas']['RevokedPortalTokens'];
export type AuditPage = components['schemas']['AuditPage'];
export type AuditEntry = components['schemas']['AuditEntry'];
export type AuditAction = components['schemas']['AuditAction'];
export type AuditChange = components['schemas']['AuditChange'];
export type AuditedField = components['schemas']['AuditedField'];
export type Caller = components['schemas']['Caller'];
export type CallerKind = components['schemas']['CallerKind'];
export type SignInInput = components['schemas']['SignInInput'];
export type SignIn = components['schemas']['SignIn'];
export type SignInCode = components['schemas']['SignInCode'];
export type Health = components['schemas']['Health'];
export type About = components['schemas']['About'];
export type ServiceFamily = components['schemas']['ServiceFamily'];
export type StoreState = components['schemas']['StoreState'];
export type LimitInForce = components['schemas']['LimitInForce'];
export type $defs = Record<string, never>;
export interface operations {
    listSubscriptions: {
        parameters: {
            query?: {
                /** @description The largest number of items on the page. */
                limit?: number;
                /** @description The `next_cursor` of the previous page. The filters must be the same. */
                cursor?: string;
                /** @description Only subscriptions with this status. */
                status?: components["schemas"]["SubscriptionStatus"];
                /** @description Only subscriptions that match this event type. */
                event_type?: string;
                /** @description Only items of this receiver. */
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
                /** @description Makes a repeat safe: within 24 hours a call with the same key gets the first result again, and nothing is done twice. The same key with a different request is a 409. */
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
                    /** @description `true`: the answer repeats the result of an earlier call with the same `Idempotency-Key`. For a batch: every accepted event had been accepted before. */
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
            /** @description The subscription is deleted. */
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
                /** @description The largest number of items on the page. */
                limit?: number;
                /** @description The `next_cursor` of the previous page. The filters must be the same. */
                cursor?: string;
                /** @description Only deliveries with this status. */
                status?: components["schemas"]["DeliveryStatus"];
                /** @description Only items of this event type. */
                event_type?: string;
                /** @description Only items created at this time or later. */
                since?: string;
                /** @description Only items created before this time. */
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
                /** @description How many times the event has passed through Posthorn. If you publish an event that you got from Posthorn, pass the header along. With more than 5 the event is in a loop and is rejected (508). */
                "X-Posthorn-Hops"?: string;
                /** @description Makes a repeat safe: within 24 hours a call with the same key gets the first result again, and nothing is done twice. The same key with a different request is a 409. */
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
            /** @description The event is stored and will be delivered. */
            202: {
                headers: {
                    /** @description `true`: the answer repeats the result of an earlier call with the same `Idempotency-Key`. For a batch: every accepted event had been accepted before. */
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
                /** @description Only items created at this time or later. */
                since?: string;
                /** @description Only items created before this time. */
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
                /** @description Makes a repeat safe: within 24 hours a call with the same key gets the first result again, and nothing is done twice. The same key with a different request is a 409. */
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
                    /** @description `true`: the answer repeats the result of an earlier call with the same `Idempotency-Key`. For a batch: every accepted event had been accepted before. */
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
                /** @description The largest number of items on the page. */
                limit?: number;
                /** @description The `next_cursor` of the previous page. The filters must be the same. */
                cursor?: string;
                /** @description Only items of this event type. */
                event_type?: string;
                /** @description Only items of this receiver. */
                receiver_id?: string;
                /** @description Only items created at this time or later. */
                since?: string;
                /** @description Only items created before this time. */
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
                /** @description The type of the event, if the body is the payload itself. */
                event_type?: string;
                /** @description The receiver of the event, if the body is the payload itself. */
                receiver_id?: string;
                /** @description The earliest time of the first attempts, at most 604800 seconds ahead. */
                deliver_at?: string;
            };
            header?: {
                /** @description The type of the event, if the body is the payload itself. A JSON body has the type in it. */
                "X-Event-Type"?: string;
                /** @description How many times the event has passed through Posthorn. If you publish an event that you got from Posthorn, pass the header along. With more than 5 the event is in a loop and is rejected (508). */
                "X-Posthorn-Hops"?: string;
                /** @description Makes a repeat safe: within 24 hours a call with the same key gets the first result again, and nothing is done twice. The same key with a different request is a 409. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        /** @description An event as JSON, or with any other content type the payload itself. */
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
            /** @description The event is stored and will be delivered. */
            202: {
                headers: {
                    /** @description The limits: a quota of `q` events within a window of `w` seconds. */
                    "RateLimit-Policy"?: string;
                    /** @description The state of the limits: `r` events are left, and the next one is available in `t` seconds. */
                    RateLimit?: string;
                    /** @description `true`: the answer repeats the result of an earlier call with the same `Idempotency-Key`. For a batch: every accepted event had been accepted before. */
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
            /** @description 200, for a list of CloudEvents: the result of each event. */
            "2XX": {
                headers: {
                    /** @description The limits: a quota of `q` events within a window of `w` seconds. */
                    "RateLimit-Policy"?: string;
                    /** @description The state of the limits: `r` events are left, and the next one is available in `t` seconds. */
                    RateLimit?: string;
                    /** @description `true`: the answer repeats the result of an earlier call with the same `Idempotency-Key`. For a batch: every accepted event had been accepted before. */
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
                /** @description How many times the event has passed through Posthorn. If you publish an event that you got from Posthorn, pass the header along. With more than 5 the event is in a loop and is rejected (508). */
                "X-Posthorn-Hops"?: string;
                /** @description Makes a repeat safe: within 24 hours a call with the same key gets the first result again, and nothing is done twice. The same key with a different request is a 409. */
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
            /** @description The result of each event. */
            200: {
                headers: {
                    /** @description The limits: a quota of `q` events within a window of `w` seconds. */
                    "RateLimit-Policy"?: string;
                    /** @description The state of the limits: `r` events are left, and the next one is available in `t` seconds. */
                    RateLimit?: string;
                    /** @description `true`: the answer repeats the result of an earlier call with the same `Idempotency-Key`. For a batch: every accepted event had been accepted before. */
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
                 * @description The text of the answer.
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
                 * @description The id of the subscription.
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
                /** @description The type of the event, in place of the header X-Event-Type. */
                event_type?: string;
                /** @description The earliest time of the first attempts, at most 604800 seconds ahead. */
                deliver_at?: string;
            };
            header?: {
                /** @description The type of the event. */
                "X-Event-Type"?: string;
                /** @description Required if the subscription has an `ingest_secret` and the body is not the signed wrapper: lower-case hex of HMAC-SHA256(ingest_secret, body), with or without `sha256=` before it. */
                "X-Posthorn-Signature"?: string;
                /** @description How many times the event has passed through Posthorn. If you publish an event that you got from Posthorn, pass the header along. With more than 5 the event is in a loop and is rejected (508). */
                "X-Posthorn-Hops"?: string;
                /** @description Makes a repeat safe: within 24 hours a call with the same key gets the first result again, and nothing is done twice. The same key with a different request is a 409. */
                "Idempotency-Key"?: string;
            };
            path: {
                /**
                 * @description The id of the subscription.
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
            /** @description The event is stored and will be delivered. */
            202: {
                headers: {
                    /** @description The limits: a quota of `q` events within a window of `w` seconds. */
                    "RateLimit-Policy"?: string;
                    /** @description The state of the limits: `r` events are left, and the next one is available in `t` seconds. */
                    RateLimit?: string;
                    /** @description `true`: the answer repeats the result of an earlier call with the same `Idempotency-Key`. For a batch: every accepted event had been accepted before. */
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
            /** @description For a source only; nothing is stored. 200: the answer to a verification request of the provider (Slack, Zoom). 204, without a body: the subscription does not match the event. */
            "2XX": {
                headers: {
                    /** @description `true`: the answer repeats the result of an earlier call with the same `Idempotency-Key`. For a batch: every accepted event had been accepted before. */
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
                /** @description Required if the subscription has an `ingest_secret` and the body is not the signed wrapper: lower-case hex of HMAC-SHA256(ingest_secret, body), with or without `sha256=` before it. */
                "X-Posthorn-Signature"?: string;
                /** @description How many times the event has passed through Posthorn. If you publish an event that you got from Posthorn, pass the header along. With more than 5 the event is in a loop and is rejected (508). */
                "X-Posthorn-Hops"?: string;
                /** @description Makes a repeat safe: within 24 hours a call with the same key gets the first result again, and nothing is done twice. The same key with a different request is a 409. */
                "Idempotency-Key"?: string;
            };
            path: {
                /**
                 * @description The id of the subscription.
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
            /** @description The result of each event. */
            200: {
                headers: {
                    /** @description The limits: a quota of `q` events within a window of `w` seconds. */
                    "RateLimit-Policy"?: string;
                    /** @description The state of the limits: `r` events are left, and the next one is available in `t` seconds. */
                    RateLimit?: string;
                    /** @description `true`: the answer repeats the result of an earlier call with the same `Idempotency-Key`. For a batch: every accepted event had been accepted before. */
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
            /** @description The payload is deleted. */
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
    listDeliveries: {
        parameters: {
            query?: {
                /** @description The largest number of items on the page. */
                limit?: number;
                /** @description The `next_cursor` of the previous page. The filters must be the same. */
                cursor?: string;
                /** @description Only deliveries with this status. */
                status?: components["schemas"]["DeliveryStatus"];
                /** @description Only items of this event type. */
                event_type?: string;
                /** @description Only events of this receiver, delivered to subscriptions that are its own now. */
                receiver_id?: string;
                /** @description Only deliveries of this subscription. */
                subscription_id?: string;
                /** @description Only items created at this time or later. */
                since?: string;
                /** @description Only items created before this time. */
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
    listDeadLetters: {
        parameters: {
            query?: {
                /** @description The largest number of items on the page. */
                limit?: number;
                /** @description The `next_cursor` of the previous page. The filters must be the same. */
                cursor?: string;
                /** @description Only deliveries of this subscription. */
                subscription_id?: string;
                /** @description Only items of this event type. */
                event_type?: string;
                /** @description Only items created at this time or later. */
                since?: string;
                /** @description Only items created before this time. */
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
                /** @description Makes a repeat safe: within 24 hours a call with the same key gets the first result again, and nothing is done twice. The same key with a different request is a 409. */
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
            /** @description The recovery has started. */
            202: {
                headers: {
                    /** @description `true`: the answer repeats the result of an earlier call with the same `Idempotency-Key`. For a batch: every accepted event had been accepted before. */
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
                 * @description The `task_id` from the answer of ingest.
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
    getAttemptRequest: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id of the delivery.
                 * @example dlv_01KG9P6JNTN5B0Y3XF7GKTM4WE01KERMBK0RT6ZC9RPW8D5QJ3HN
                 */
                id: string;
                /**
                 * @description The `number` of the attempt.
                 * @example 1
                 */
                number: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AttemptRequest"];
                };
            };
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not-found"];
            410: components["responses"]["gone"];
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
                /** @description Makes a repeat safe: within 24 hours a call with the same key gets the first result again, and nothing is done twice. The same key with a different request is a 409. */
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
            /** @description The delivery is pending again. */
            202: {
                headers: {
                    /** @description `true`: the answer repeats the result of an earlier call with the same `Idempotency-Key`. For a batch: every accepted event had been accepted before. */
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
                /** @description Makes a repeat safe: within 24 hours a call with the same key gets the first result again, and nothing is done twice. The same key with a different request is a 409. */
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
            /** @description The next attempt is due now. */
            202: {
                headers: {
                    /** @description `true`: the answer repeats the result of an earlier call with the same `Idempotency-Key`. For a batch: every accepted event had been accepted before. */
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
            /** @description The delivery is cancelled. */
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
    getStatsOverTime: {
        parameters: {
            query?: {
                /** @description The beginning of the range, in the last 72 hours; default: an hour before `to`. It is rounded down to a whole step. */
                from?: string;
                /** @description The end of the range; default: now. It is rounded up to a whole step. */
                to?: string;
                /** @description The seconds of each point: a multiple of 60, and of 900 for a range longer than 6 hours or a step longer than 1 hour. Default: the first of 1, 2, 5, 15, 30 or 60 minutes that is such a multiple and makes at most 120 points. A series has at most 360 points. */
                step?: number;
                /** @description One series for each answer (`status`), event type or subscription. Without it, one series for all. */
                by?: components["schemas"]["StatsDimension"];
            };
            header?: never;
            path?: never;
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
                    "application/json": components["schemas"]["Stats"];
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
    createLiveTicket: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["LiveTicketInput"];
            };
        };
        responses: {
            /** @description The ticket. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LiveTicket"];
                };
            };
            400: components["responses"]["malformed-request"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["live-unavailable"];
            413: components["responses"]["payload-too-large"];
            415: components["responses"]["unsupported-media-type"];
            422: components["responses"]["invalid-request"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["internal-error.subscription-damaged"];
            503: components["responses"]["unavailable"];
        };
    };
    listRecoveries: {
        parameters: {
            query?: {
                /** @description The largest number of items on the page. */
                limit?: number;
                /** @description The `next_cursor` of the previous page. The filters must be the same. */
                cursor?: string;
                /** @description Only recoveries of this subscription. */
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
                /** @description Makes a repeat safe: within 24 hours a call with the same key gets the first result again, and nothing is done twice. The same key with a different request is a 409. */
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
            /** @description The recovery has started. */
            202: {
                headers: {
                    /** @description `true`: the answer repeats the result of an earlier call with the same `Idempotency-Key`. For a batch: every accepted event had been accepted before. */
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
            /** @description The stopped recovery. */
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
                /** @description The largest number of items on the page. */
                limit?: number;
                /** @description The `next_cursor` of the previous page. The filters must be the same. */
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
                /** @description Makes a repeat safe: within 24 hours a call with the same key gets the first result again, and nothing is done twice. The same key with a different request is a 409. */
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
                    /** @description `true`: the answer repeats the result of an earlier call with the same `Idempotency-Key`. For a batch: every accepted event had been accepted before. */
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
                 * @description The name of the event type.
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
                 * @description The name of the event type.
                 * @example order.created
                 */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The event type is deleted. */
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
                 * @description The name of the event type.
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
    listReceivers: {
        parameters: {
            query?: {
                /** @description The largest number of items on the page. */
                limit?: number;
                /** @description The `next_cursor` of the previous page. The filters must be the same. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of receivers. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReceiverPage"];
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
    createReceiver: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repeat safe: within 24 hours a call with the same key gets the first result again, and nothing is done twice. The same key with a different request is a 409. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReceiverInput"];
            };
        };
        responses: {
            /** @description The new receiver. */
            201: {
                headers: {
                    /** @description The path of the new receiver. */
                    Location: string;
                    /** @description `true`: the answer repeats the result of an earlier call with the same `Idempotency-Key`. For a batch: every accepted event had been accepted before. */
                    "Idempotency-Replayed"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Receiver"];
                };
            };
            400: components["responses"]["malformed-request"];
            401: components["responses"]["unauthenticated"];
            403: components["responses"]["forbidden"];
            409: components["responses"]["idempotency-conflict.conflict"];
            413: components["responses"]["payload-too-large"];
            415: components["responses"]["unsupported-media-type"];
            422: components["responses"]["invalid-request"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["internal-error.subscription-damaged"];
            503: components["responses"]["unavailable"];
        };
    };
    getReceiver: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id of the receiver: the `receiver_id` of its events and subscriptions, percent-encoded.
                 * @example customer-42
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The receiver. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Receiver"];
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
    deleteReceiver: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id of the receiver: the `receiver_id` of its events and subscriptions, percent-encoded.
                 * @example customer-42
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The receiver is deleted. */
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
    updateReceiver: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id of the receiver: the `receiver_id` of its events and subscriptions, percent-encoded.
                 * @example customer-42
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReceiverPatch"];
            };
        };
        responses: {
            /** @description The receiver. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Receiver"];
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
    listApiKeys: {
        parameters: {
            query?: {
                /** @description The largest number of items on the page. */
                limit?: number;
                /** @description The `next_cursor` of the previous page. The filters must be the same. */
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
                /** @description Makes a repeat safe: within 24 hours a call with the same key gets the first result again, and nothing is done twice. The same key with a different request is a 409. */
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
                    /** @description `true`: the answer repeats the result of an earlier call with the same `Idempotency-Key`. For a batch: every accepted event had been accepted before. */
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
            /** @description The key is revoked. */
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
                /** @description The largest number of items on the page. */
                limit?: number;
                /** @description The `next_cursor` of the previous page. The filters must be the same. */
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
                /** @description Makes a repeat safe: within 24 hours a call with the same key gets the first result again, and nothing is done twice. The same key with a different request is a 409. */
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
                    /** @description `true`: the answer repeats the result of an earlier call with the same `Idempotency-Key`. For a batch: every accepted event had been accepted before. */
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
            /** @description The tokens are revoked. */
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
                /** @description The largest number of items on the page. */
                limit?: number;
                /** @description The `next_cursor` of the previous page. The filters must be the same. */
                cursor?: string;
                /** @description Only items created at this time or later. */
                since?: string;
                /** @description Only items created before this time. */
                until?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of audit log entries. */
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
    getMe: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The API key or the portal token of this call. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Caller"];
                };
            };
            401: components["responses"]["unauthenticated"];
            422: components["responses"]["invalid-request"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["internal-error.subscription-damaged"];
            503: components["responses"]["unavailable"];
        };
    };
    signIn: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SignInInput"];
            };
        };
        responses: {
            /** @description The API key. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignIn"];
                };
            };
            400: components["responses"]["malformed-request"];
            401: components["responses"]["unauthenticated"];
            404: components["responses"]["not-found"];
            409: components["responses"]["limit-reached"];
            413: components["responses"]["payload-too-large"];
            415: components["responses"]["unsupported-media-type"];
            422: components["responses"]["invalid-request"];
            429: components["responses"]["rate-limited"];
            500: components["responses"]["internal-error.subscription-damaged"];
            503: components["responses"]["unavailable"];
        };
    };
    createSignInCode: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The code. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignInCode"];
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
    getAbout: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description About the service. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["About"];
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
                 * @description The id of the event, the same for every attempt and replay. Use it to drop duplicates.
                 * @example evt_01KG9P6JNTN5B0Y3XF7GKTM4WE
                 */
                "webhook-id": string;
                /**
                 * @description When the attempt was signed, in Unix seconds.
                 * @example 1769851800
                 */
                "webhook-timestamp": string;
                /**
                 * @description The signature of Standard Webhooks: `v1,` and the Base64 of HMAC-SHA256 over `id.timestamp.body`. While a secret is being rotated, there are several, separated by spaces.
                 * @example v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=
                 */
                "webhook-signature": string;
                /**
                 * @description The number of the attempt, from 1.
                 * @example 1
                 */
                "x-posthorn-attempt": string;
                /**
                 * @description The id of the subscription.
                 * @example sub_01KERMBK0RT6ZC9RPW8D5QJ3HN
                 */
                "x-posthorn-subscription-id": string;
                /**
                 * @description How many times the event has passed through Posthorn, usually 1. If you publish the event to Posthorn again, pass this header along, so that a loop ends.
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
            /** @description Posthorn disables the subscription and sends nothing more to it. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Posthorn tries again, after `Retry-After` within bounds. The same for 503. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Delivered. The first 1024 bytes of the body are kept. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Posthorn tries again by the retry policy of the subscription. Redirects are not followed. */
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
                 * @description The id of the event, the same for every attempt and replay. Use it to drop duplicates.
                 * @example evt_01KG9P6JNTN5B0Y3XF7GKTM4WE
                 */
                "webhook-id": string;
                /**
                 * @description When the attempt was signed, in Unix seconds.
                 * @example 1769851800
                 */
                "webhook-timestamp": string;
                /**
                 * @description The signature of Standard Webhooks: `v1,` and the Base64 of HMAC-SHA256 over `id.timestamp.body`. While a secret is being rotated, there are several, separated by spaces.
                 * @example v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=
                 */
                "webhook-signature": string;
                /**
                 * @description The number of the attempt, from 1.
                 * @example 1
                 */
                "x-posthorn-attempt": string;
                /**
                 * @description The id of the subscription.
                 * @example sub_01KERMBK0RT6ZC9RPW8D5QJ3HN
                 */
                "x-posthorn-subscription-id": string;
                /**
                 * @description How many times the event has passed through Posthorn, usually 1. If you publish the event to Posthorn again, pass this header along, so that a loop ends.
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
            /** @description Posthorn disables the subscription and sends nothing more to it. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Posthorn tries again, after `Retry-After` within bounds. The same for 503. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Delivered. The first 1024 bytes of the body are kept. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Posthorn tries again by the retry policy of the subscription. Redirects are not followed. */
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
                 * @description The id of the event, the same for every attempt and replay. Use it to drop duplicates.
                 * @example evt_01KG9P6JNTN5B0Y3XF7GKTM4WE
                 */
                "webhook-id": string;
                /**
                 * @description When the attempt was signed, in Unix seconds.
                 * @example 1769851800
                 */
                "webhook-timestamp": string;
                /**
                 * @description The signature of Standard Webhooks: `v1,` and the Base64 of HMAC-SHA256 over `id.timestamp.body`. While a secret is being rotated, there are several, separated by spaces.
                 * @example v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=
                 */
                "webhook-signature": string;
                /**
                 * @description The number of the attempt, from 1.
                 * @example 1
                 */
                "x-posthorn-attempt": string;
                /**
                 * @description The id of the subscription.
                 * @example sub_01KERMBK0RT6ZC9RPW8D5QJ3HN
                 */
                "x-posthorn-subscription-id": string;
                /**
                 * @description How many times the event has passed through Posthorn, usually 1. If you publish the event to Posthorn again, pass this header along, so that a loop ends.
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
            /** @description Posthorn disables the subscription and sends nothing more to it. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Posthorn tries again, after `Retry-After` within bounds. The same for 503. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Delivered. The first 1024 bytes of the body are kept. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Posthorn tries again by the retry policy of the subscription. Redirects are not followed. */
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
                 * @description The id of the event, the same for every attempt and replay. Use it to drop duplicates.
                 * @example evt_01KG9P6JNTN5B0Y3XF7GKTM4WE
                 */
                "webhook-id": string;
                /**
                 * @description When the attempt was signed, in Unix seconds.
                 * @example 1769851800
                 */
                "webhook-timestamp": string;
                /**
                 * @description The signature of Standard Webhooks: `v1,` and the Base64 of HMAC-SHA256 over `id.timestamp.body`. While a secret is being rotated, there are several, separated by spaces.
                 * @example v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=
                 */
                "webhook-signature": string;
                /**
                 * @description The number of the attempt, from 1.
                 * @example 1
                 */
                "x-posthorn-attempt": string;
                /**
                 * @description The id of the subscription.
                 * @example sub_01KERMBK0RT6ZC9RPW8D5QJ3HN
                 */
                "x-posthorn-subscription-id": string;
                /**
                 * @description How many times the event has passed through Posthorn, usually 1. If you publish the event to Posthorn again, pass this header along, so that a loop ends.
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
            /** @description Posthorn disables the subscription and sends nothing more to it. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Posthorn tries again, after `Retry-After` within bounds. The same for 503. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Delivered. The first 1024 bytes of the body are kept. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Posthorn tries again by the retry policy of the subscription. Redirects are not followed. */
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
                 * @description The id of the event, the same for every attempt and replay. Use it to drop duplicates.
                 * @example evt_01KG9P6JNTN5B0Y3XF7GKTM4WE
                 */
                "webhook-id": string;
                /**
                 * @description When the attempt was signed, in Unix seconds.
                 * @example 1769851800
                 */
                "webhook-timestamp": string;
                /**
                 * @description The signature of Standard Webhooks: `v1,` and the Base64 of HMAC-SHA256 over `id.timestamp.body`. While a secret is being rotated, there are several, separated by spaces.
                 * @example v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=
                 */
                "webhook-signature": string;
                /**
                 * @description The number of the attempt, from 1.
                 * @example 1
                 */
                "x-posthorn-attempt": string;
                /**
                 * @description The id of the subscription.
                 * @example sub_01KERMBK0RT6ZC9RPW8D5QJ3HN
                 */
                "x-posthorn-subscription-id": string;
                /**
                 * @description How many times the event has passed through Posthorn, usually 1. If you publish the event to Posthorn again, pass this header along, so that a loop ends.
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
            /** @description Posthorn disables the subscription and sends nothing more to it. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Posthorn tries again, after `Retry-After` within bounds. The same for 503. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Delivered. The first 1024 bytes of the body are kept. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Posthorn tries again by the retry policy of the subscription. Redirects are not followed. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
}
