-- The tables of a new newsroom on SQLite, with the rows that migrations put into them.
-- Written by `make tables`; please change the migrations and not this file.

BEGIN;
CREATE TABLE "django_migrations" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "app" varchar(255) NOT NULL, "name" varchar(255) NOT NULL, "applied" datetime NOT NULL);
CREATE TABLE "django_content_type" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "app_label" varchar(100) NOT NULL, "model" varchar(100) NOT NULL);
CREATE TABLE "auth_group_permissions" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "group_id" integer NOT NULL REFERENCES "auth_group" ("id") DEFERRABLE INITIALLY DEFERRED, "permission_id" integer NOT NULL REFERENCES "auth_permission" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "auth_user_groups" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "user_id" integer NOT NULL REFERENCES "auth_user" ("id") DEFERRABLE INITIALLY DEFERRED, "group_id" integer NOT NULL REFERENCES "auth_group" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "auth_user_user_permissions" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "user_id" integer NOT NULL REFERENCES "auth_user" ("id") DEFERRABLE INITIALLY DEFERRED, "permission_id" integer NOT NULL REFERENCES "auth_permission" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "auth_permission" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "content_type_id" integer NOT NULL REFERENCES "django_content_type" ("id") DEFERRABLE INITIALLY DEFERRED, "codename" varchar(100) NOT NULL, "name" varchar(255) NOT NULL);
CREATE TABLE "auth_group" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "name" varchar(150) NOT NULL UNIQUE);
CREATE TABLE "auth_user" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "password" varchar(128) NOT NULL, "last_login" datetime NULL, "is_superuser" bool NOT NULL, "username" varchar(150) NOT NULL UNIQUE, "last_name" varchar(150) NOT NULL, "email" varchar(254) NOT NULL, "is_staff" bool NOT NULL, "is_active" bool NOT NULL, "date_joined" datetime NOT NULL, "first_name" varchar(150) NOT NULL);
CREATE TABLE "core_hashkey" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "secret" varchar(64) NOT NULL, "made_at" datetime NOT NULL UNIQUE);
CREATE TABLE "core_newsroom" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "title" varchar(80) NOT NULL, "tagline" varchar(160) NOT NULL, "time_zone" varchar(64) NOT NULL, "currency" varchar(3) NOT NULL, "accent" varchar(7) NOT NULL, "is_set_up" bool NOT NULL, "is_sample" bool NOT NULL);
CREATE TABLE "core_signinlink" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "token_hash" varchar(64) NOT NULL UNIQUE, "expires_at" datetime NOT NULL, "used_at" datetime NULL, "user_id" integer NOT NULL REFERENCES "auth_user" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "core_letter" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "key" varchar(200) NOT NULL UNIQUE, "to" varchar(320) NOT NULL, "subject" varchar(250) NOT NULL, "text" text NOT NULL, "html" text NOT NULL, "headers" text NOT NULL CHECK ((JSON_VALID("headers") OR "headers" IS NULL)), "state" varchar(10) NOT NULL, "written_at" datetime NOT NULL, "due_at" datetime NOT NULL, "sent_at" datetime NULL, "attempts" smallint unsigned NOT NULL CHECK ("attempts" >= 0), "last_error" text NOT NULL, "handed_at" datetime NULL, "kind" varchar(60) NOT NULL, "values" text NOT NULL CHECK ((JSON_VALID("values") OR "values" IS NULL)));
CREATE TABLE "core_announcement" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "topic" varchar(64) NOT NULL, "values" text NOT NULL CHECK ((JSON_VALID("values") OR "values" IS NULL)), "announced_at" datetime NOT NULL, "attempts" smallint unsigned NOT NULL CHECK ("attempts" >= 0), "last_error" text NOT NULL, "is_parked" bool NOT NULL, "due_at" datetime NOT NULL);
CREATE TABLE "core_ratecount" ("key" varchar(160) NOT NULL PRIMARY KEY, "count" integer unsigned NOT NULL CHECK ("count" >= 0), "expires_at" datetime NOT NULL);
CREATE TABLE "discussion_openingvotes" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "up" integer unsigned NOT NULL CHECK ("up" >= 0), "down" integer unsigned NOT NULL CHECK ("down" >= 0), "comment_id" bigint NOT NULL UNIQUE REFERENCES "discussion_comment" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "discussion_sentonce" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "key" varchar(200) NOT NULL UNIQUE, "digest" varchar(64) NOT NULL, "created_at" datetime NOT NULL, "comment_id" bigint NOT NULL REFERENCES "discussion_comment" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "discussion_pingback" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "title" varchar(300) NOT NULL, "url" varchar(2000) NOT NULL, "excerpt" text NOT NULL, "created_at" datetime NOT NULL, "thread_id" bigint NOT NULL REFERENCES "discussion_thread" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "discussion_decision" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "act" varchar(10) NOT NULL, "by_name" varchar(150) NOT NULL, "reason" varchar(300) NOT NULL, "from_state" varchar(10) NOT NULL, "to_state" varchar(10) NOT NULL, "created_at" datetime NOT NULL, "by_id" integer NULL REFERENCES "auth_user" ("id") DEFERRABLE INITIALLY DEFERRED, "comment_id" bigint NULL REFERENCES "discussion_comment" ("id") DEFERRABLE INITIALLY DEFERRED, "thread_id" bigint NOT NULL REFERENCES "discussion_thread" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "discussion_vote" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "voter" varchar(64) NOT NULL, "visitor_key" varchar(64) NOT NULL, "value" smallint NOT NULL, "created_at" datetime NOT NULL, "comment_id" bigint NOT NULL REFERENCES "discussion_comment" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "vote_once" UNIQUE ("comment_id", "voter"), CONSTRAINT "vote_up_or_down" CHECK ("value" IN (1, -1)));
CREATE TABLE "discussion_pagemark" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "order" varchar(5) NOT NULL, "value" bigint NOT NULL, "comment_number" bigint NOT NULL, "count" integer NOT NULL, "thread_id" bigint NOT NULL REFERENCES "discussion_thread" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "page_mark_once" UNIQUE ("thread_id", "order", "value", "comment_number"));
CREATE TABLE "discussion_mailbox" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "email" varchar(254) NOT NULL UNIQUE, "language" varchar(16) NOT NULL, "pace" varchar(10) NOT NULL, "created_at" datetime NOT NULL, "last_letter_at" datetime NULL, "due_at" datetime NULL);
CREATE TABLE "discussion_suppression" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "email_hash" varchar(64) NOT NULL UNIQUE, "why" varchar(10) NOT NULL, "created_at" datetime NOT NULL);
CREATE TABLE "discussion_discussionrules" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "hold_first_comments" bool NOT NULL, "link_limit" smallint unsigned NOT NULL CHECK ("link_limit" >= 0), "max_length" integer unsigned NOT NULL CHECK ("max_length" >= 0), "comments_per_page" smallint unsigned NOT NULL CHECK ("comments_per_page" >= 0), "replies_shown" smallint unsigned NOT NULL CHECK ("replies_shown" >= 0), "close_after_days" smallint unsigned NOT NULL CHECK ("close_after_days" >= 0), "rules_page_id" integer NULL REFERENCES "wagtailcore_page" ("id") DEFERRABLE INITIALLY DEFERRED, "reports_to_hold" smallint unsigned NOT NULL CHECK ("reports_to_hold" >= 0));
CREATE TABLE "discussion_wording" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "body" text NOT NULL, "until_at" datetime NOT NULL, "comment_id" bigint NOT NULL REFERENCES "discussion_comment" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "discussion_news" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "created_at" datetime NOT NULL, "told_at" datetime NULL, "comment_id" bigint NOT NULL REFERENCES "discussion_comment" ("id") DEFERRABLE INITIALLY DEFERRED, "mailbox_id" bigint NOT NULL REFERENCES "discussion_mailbox" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "news_once" UNIQUE ("mailbox_id", "comment_id"));
CREATE TABLE "discussion_report" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "reason" varchar(10) NOT NULL, "note" varchar(500) NOT NULL, "visitor_key" varchar(64) NOT NULL, "created_at" datetime NOT NULL, "settled_at" datetime NULL, "comment_id" bigint NOT NULL REFERENCES "discussion_comment" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "report_once" UNIQUE ("comment_id", "visitor_key"));
CREATE TABLE "discussion_thread" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "subject" varchar(190) NOT NULL UNIQUE, "comment_count" integer unsigned NOT NULL CHECK ("comment_count" >= 0), "created_at" datetime NOT NULL, "closed_at" datetime NULL, "closed_reason" varchar(300) NOT NULL, "closed_by_id" integer NULL REFERENCES "auth_user" ("id") DEFERRABLE INITIALLY DEFERRED, "is_marked" bool NOT NULL, "has_passages" bool NOT NULL);
CREATE TABLE "discussion_passageplace" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "state" varchar(8) NOT NULL, "revision" bigint NOT NULL, "block" varchar(64) NOT NULL, "start" integer unsigned NOT NULL CHECK ("start" >= 0), "end" integer unsigned NOT NULL CHECK ("end" >= 0), "by_name" varchar(150) NOT NULL, "created_at" datetime NOT NULL, "passage_id" bigint NOT NULL REFERENCES "discussion_passage" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "discussion_passage" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "state" varchar(8) NOT NULL, "revision" bigint NOT NULL, "block" varchar(64) NOT NULL, "start" integer unsigned NOT NULL CHECK ("start" >= 0), "end" integer unsigned NOT NULL CHECK ("end" >= 0), "position" integer unsigned NOT NULL CHECK ("position" >= 0), "exact" text NOT NULL, "prefix" varchar(32) NOT NULL, "suffix" varchar(32) NOT NULL, "question" varchar(500) NOT NULL, "asked_by_name" varchar(150) NOT NULL, "created_at" datetime NOT NULL, "asked_by_id" integer NULL REFERENCES "auth_user" ("id") DEFERRABLE INITIALLY DEFERRED, "thread_id" bigint NOT NULL REFERENCES "discussion_thread" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "passage_has_words" CHECK ("end" > ("start")));
CREATE TABLE "discussion_publishedtext" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "revision" bigint NOT NULL, "blocks" text NOT NULL CHECK ((JSON_VALID("blocks") OR "blocks" IS NULL)), "kept_at" datetime NOT NULL, "thread_id" bigint NOT NULL REFERENCES "discussion_thread" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "text_of_an_edition" UNIQUE ("thread_id", "revision"));
CREATE TABLE "discussion_subscription" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "subject" varchar(190) NOT NULL, "kind" varchar(10) NOT NULL, "asked_at" datetime NOT NULL, "confirmed_at" datetime NULL, "mailbox_id" bigint NOT NULL REFERENCES "discussion_mailbox" ("id") DEFERRABLE INITIALLY DEFERRED, "passage_id" bigint NULL REFERENCES "discussion_passage" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "subscription_names_its_passage" CHECK ((("kind" = 'passage' AND "passage_id" IS NOT NULL) OR (NOT ("kind" = 'passage') AND "passage_id" IS NULL))));
CREATE TABLE "discussion_comment" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "depth" integer unsigned NOT NULL CHECK ("depth" >= 0), "name" varchar(80) NOT NULL, "email" varchar(254) NOT NULL, "visitor_key" varchar(64) NOT NULL, "body" text NOT NULL, "body_html" text NOT NULL, "fingerprint" varchar(64) NOT NULL, "state" varchar(10) NOT NULL, "created_at" datetime NOT NULL, "edited_at" datetime NULL, "is_pinned" bool NOT NULL, "replies_closed" bool NOT NULL, "up" integer unsigned NOT NULL CHECK ("up" >= 0), "down" integer unsigned NOT NULL CHECK ("down" >= 0), "score" integer NOT NULL, "reply_count" integer unsigned NOT NULL CHECK ("reply_count" >= 0), "staff_id" integer NULL REFERENCES "auth_user" ("id") DEFERRABLE INITIALLY DEFERRED, "is_author" bool NOT NULL, "is_featured" bool NOT NULL, "passage_id" bigint NULL REFERENCES "discussion_passage" ("id") DEFERRABLE INITIALLY DEFERRED, "thread_id" bigint NOT NULL REFERENCES "discussion_thread" ("id") DEFERRABLE INITIALLY DEFERRED, "parent_id" bigint NULL REFERENCES "discussion_comment" ("id") DEFERRABLE INITIALLY DEFERRED, "root_id" bigint NULL REFERENCES "discussion_comment" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "comment_score" CHECK ("score" = ("up" - "down")), CONSTRAINT "comment_place_in_tree" CHECK ((("depth" = 0 AND "parent_id" IS NULL AND "root_id" IS NULL) OR ("depth" > 0 AND "parent_id" IS NOT NULL AND "root_id" IS NOT NULL))));
CREATE TABLE "django_tasks_database_dbtaskresult" ("id" char(32) NOT NULL PRIMARY KEY, "args_kwargs" text NOT NULL CHECK ((JSON_VALID("args_kwargs") OR "args_kwargs" IS NULL)), "priority" integer NOT NULL, "task_path" text NOT NULL, "queue_name" varchar(32) NOT NULL, "backend_name" varchar(32) NOT NULL, "run_after" datetime NOT NULL, "enqueued_at" datetime NOT NULL, "finished_at" datetime NULL, "started_at" datetime NULL, "return_value" text NULL CHECK ((JSON_VALID("return_value") OR "return_value" IS NULL)), "exception_class_path" text NOT NULL, "traceback" text NOT NULL, "worker_ids" text NOT NULL CHECK ((JSON_VALID("worker_ids") OR "worker_ids" IS NULL)), "status" varchar(10) NOT NULL, CONSTRAINT "priority_range" CHECK ("priority" BETWEEN -100 AND 100));
CREATE TABLE "wagtailcore_collection" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "path" varchar(255) NOT NULL UNIQUE, "depth" integer unsigned NOT NULL CHECK ("depth" >= 0), "numchild" integer unsigned NOT NULL CHECK ("numchild" >= 0), "name" varchar(255) NOT NULL);
CREATE TABLE "wagtailcore_groupcollectionpermission" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "collection_id" integer NOT NULL REFERENCES "wagtailcore_collection" ("id") DEFERRABLE INITIALLY DEFERRED, "group_id" integer NOT NULL REFERENCES "auth_group" ("id") DEFERRABLE INITIALLY DEFERRED, "permission_id" integer NOT NULL REFERENCES "auth_permission" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "fundraising_account" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "kind" varchar(20) NOT NULL, "book" varchar(4) NOT NULL, "currency" varchar(3) NOT NULL, CONSTRAINT "fundraising_one_account_a_kind" UNIQUE ("kind", "book", "currency"));
CREATE TABLE "fundraising_giftevent" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "state" varchar(10) NOT NULL, "at" datetime NOT NULL, "note" varchar(500) NOT NULL, "by_id" integer NULL REFERENCES "auth_user" ("id") DEFERRABLE INITIALLY DEFERRED, "gift_id" bigint NOT NULL REFERENCES "fundraising_gift" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "fundraising_goal" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "month" varchar(7) NOT NULL, "amount_minor" bigint unsigned NOT NULL CHECK ("amount_minor" >= 0), "decided_at" datetime NOT NULL, "campaign_id" bigint NOT NULL REFERENCES "fundraising_campaign" ("id") DEFERRABLE INITIALLY DEFERRED, "decided_by_id" integer NULL REFERENCES "auth_user" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "fundraising_one_goal_a_month" UNIQUE ("campaign_id", "month"), CONSTRAINT "fundraising_goal_is_positive" CHECK ("amount_minor" > 0));
CREATE TABLE "fundraising_ledgerentry" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "amount_minor" bigint NOT NULL, "account_id" bigint NOT NULL REFERENCES "fundraising_account" ("id") DEFERRABLE INITIALLY DEFERRED, "transaction_id" bigint NOT NULL REFERENCES "fundraising_ledgertransaction" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "fundraising_entry_is_not_zero" CHECK (NOT ("amount_minor" = 0)), CONSTRAINT "fundraising_entry_once_an_account" UNIQUE ("transaction_id", "account_id"));
CREATE TABLE "fundraising_breaker" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "gateway" varchar(20) NOT NULL UNIQUE, "opened_at" datetime NULL, "closes_at" datetime NULL, "reason" varchar(200) NOT NULL, "times_opened" integer unsigned NOT NULL CHECK ("times_opened" >= 0));
CREATE TABLE "fundraising_donor" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "email" varchar(254) NOT NULL, "email_key" varchar(254) NOT NULL UNIQUE, "name" varchar(80) NOT NULL, "language" varchar(16) NOT NULL, "first_seen_at" datetime NOT NULL, "is_sample" bool NOT NULL);
CREATE TABLE "fundraising_reconciliationrun" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "gateway" varchar(20) NOT NULL, "kind" varchar(10) NOT NULL, "covers_from" datetime NOT NULL, "covers_until" datetime NOT NULL, "started_at" datetime NOT NULL, "finished_at" datetime NULL, "ours" integer unsigned NOT NULL CHECK ("ours" >= 0), "theirs" integer unsigned NOT NULL CHECK ("theirs" >= 0), "differences" text NOT NULL CHECK ((JSON_VALID("differences") OR "differences" IS NULL)), "error" varchar(500) NOT NULL);
CREATE TABLE "fundraising_notice" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "gateway" varchar(20) NOT NULL, "event_id" varchar(255) NOT NULL, "kind" varchar(100) NOT NULL, "object_ref" varchar(255) NOT NULL, "body" text NOT NULL, "facts" text NOT NULL CHECK ((JSON_VALID("facts") OR "facts" IS NULL)), "state" varchar(10) NOT NULL, "happened_at" datetime NULL, "received_at" datetime NOT NULL, "worked_at" datetime NULL, "attempts" smallint unsigned NOT NULL CHECK ("attempts" >= 0), "due_at" datetime NOT NULL, "last_error" varchar(1000) NOT NULL, CONSTRAINT "fundraising_notice_kept_once" UNIQUE ("gateway", "event_id"));
CREATE TABLE "fundraising_ledgertransaction" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "kind" varchar(20) NOT NULL, "book" varchar(4) NOT NULL, "currency" varchar(3) NOT NULL, "gateway" varchar(20) NOT NULL, "provider_object" varchar(255) NOT NULL, "happened_at" datetime NOT NULL, "zone" varchar(64) NOT NULL, "month" varchar(7) NOT NULL, "recorded_at" datetime NOT NULL, "is_sample" bool NOT NULL, "gift_id" bigint NULL REFERENCES "fundraising_gift" ("id") DEFERRABLE INITIALLY DEFERRED, "dispute_id" bigint NULL REFERENCES "fundraising_dispute" ("id") DEFERRABLE INITIALLY DEFERRED, "manual_id" bigint NULL UNIQUE REFERENCES "fundraising_manualentry" ("id") DEFERRABLE INITIALLY DEFERRED, "refund_id" bigint NULL REFERENCES "fundraising_refund" ("id") DEFERRABLE INITIALLY DEFERRED, "reverses_id" bigint NULL UNIQUE REFERENCES "fundraising_ledgertransaction" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "fundraising_movement_booked_once" UNIQUE ("gateway", "provider_object", "kind"), CONSTRAINT "fundraising_booking_book_of_gateway" CHECK ((("book" = 'test' AND "gateway" = 'test') OR (NOT ("gateway" = 'test') AND "book" = 'live'))), CONSTRAINT "fundraising_correction_reverses" CHECK ((("kind" IN ('correction', 'refund_failed', 'dispute_released') AND "reverses_id" IS NOT NULL) OR (NOT ("kind" IN ('correction', 'refund_failed', 'dispute_released')) AND "reverses_id" IS NULL))), CONSTRAINT "fundraising_booking_is_about_something" CHECK ((("gift_id" IS NULL AND "kind" = 'manual' AND "manual_id" IS NOT NULL) OR (NOT ("kind" = 'manual') AND "gift_id" IS NOT NULL AND "manual_id" IS NULL))), CONSTRAINT "fundraising_refund_booking_has_refund" CHECK ((("kind" LIKE 'refund%' ESCAPE '\' AND "refund_id" IS NOT NULL) OR (NOT ("kind" LIKE 'refund%' ESCAPE '\') AND "refund_id" IS NULL))), CONSTRAINT "fundraising_dispute_booking_has_dispute" CHECK ((("dispute_id" IS NOT NULL AND "kind" LIKE 'dispute%' ESCAPE '\') OR (NOT ("kind" LIKE 'dispute%' ESCAPE '\') AND "dispute_id" IS NULL))));
CREATE TABLE "fundraising_attempt" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "gateway" varchar(20) NOT NULL, "gateway_ref" varchar(255) NOT NULL, "at" datetime NOT NULL, "outcome" varchar(10) NOT NULL, "code" varchar(60) NOT NULL, "card_key" varchar(64) NOT NULL, "next_try_at" datetime NULL, "gift_id" bigint NOT NULL REFERENCES "fundraising_gift" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "fundraising_attempt_told_once" UNIQUE ("gateway", "gateway_ref"));
CREATE TABLE "fundraising_dispute" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "gateway" varchar(20) NOT NULL, "gateway_ref" varchar(255) NOT NULL, "state" varchar(10) NOT NULL, "amount_minor" bigint unsigned NOT NULL CHECK ("amount_minor" >= 0), "reason" varchar(60) NOT NULL, "opened_at" datetime NOT NULL, "answer_by_at" datetime NULL, "closed_at" datetime NULL, "gift_id" bigint NOT NULL REFERENCES "fundraising_gift" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "fundraising_dispute_is_positive" CHECK ("amount_minor" > 0), CONSTRAINT "fundraising_dispute_once_a_gateway" UNIQUE ("gateway", "gateway_ref"));
CREATE TABLE "fundraising_manualentry" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "token" varchar(32) NOT NULL UNIQUE, "kind" varchar(10) NOT NULL, "state" varchar(12) NOT NULL, "amount_minor" bigint NOT NULL, "currency" varchar(3) NOT NULL, "happened_at" datetime NOT NULL, "reason" varchar(500) NOT NULL, "written_at" datetime NOT NULL, "decided_at" datetime NULL, "is_sample" bool NOT NULL, "by_id" integer NULL REFERENCES "auth_user" ("id") DEFERRABLE INITIALLY DEFERRED, "decided_by_id" integer NULL REFERENCES "auth_user" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "fundraising_manual_is_not_zero" CHECK (NOT ("amount_minor" = 0)));
CREATE TABLE "fundraising_pledge" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "token" varchar(32) NOT NULL UNIQUE, "gateway" varchar(20) NOT NULL, "book" varchar(4) NOT NULL, "state" varchar(10) NOT NULL, "amount_minor" bigint unsigned NOT NULL CHECK ("amount_minor" >= 0), "cover_minor" bigint unsigned NOT NULL CHECK ("cover_minor" >= 0), "currency" varchar(3) NOT NULL, "language" varchar(16) NOT NULL, "gateway_ref" varchar(255) NOT NULL, "customer_ref" varchar(255) NOT NULL, "started_at" datetime NOT NULL, "next_charge_at" datetime NULL, "paused_until" datetime NULL, "ended_at" datetime NULL, "end_reason" varchar(120) NOT NULL, "seen_at" datetime NULL, "is_sample" bool NOT NULL, "donor_id" bigint NULL REFERENCES "fundraising_donor" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "fundraising_pledge_book_of_gateway" CHECK ((("book" = 'test' AND "gateway" = 'test') OR (NOT ("gateway" = 'test') AND "book" = 'live'))), CONSTRAINT "fundraising_pledge_amount_is_positive" CHECK (("amount_minor" > 0 AND "cover_minor" < ("amount_minor"))));
CREATE TABLE "fundraising_gatewayobject" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "gateway" varchar(20) NOT NULL, "ref" varchar(255) NOT NULL, "gift_id" bigint NULL REFERENCES "fundraising_gift" ("id") DEFERRABLE INITIALLY DEFERRED, "pledge_id" bigint NULL REFERENCES "fundraising_pledge" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "fundraising_object_belongs_once" UNIQUE ("gateway", "ref"), CONSTRAINT "fundraising_object_belongs_to_one" CHECK ((("gift_id" IS NOT NULL AND "pledge_id" IS NULL) OR ("gift_id" IS NULL AND "pledge_id" IS NOT NULL))));
CREATE TABLE "fundraising_refund" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "token" varchar(32) NOT NULL UNIQUE, "gateway" varchar(20) NOT NULL, "gateway_ref" varchar(255) NOT NULL, "state" varchar(12) NOT NULL, "origin" varchar(10) NOT NULL, "amount_minor" bigint unsigned NOT NULL CHECK ("amount_minor" >= 0), "reason" varchar(500) NOT NULL, "attempts" smallint unsigned NOT NULL CHECK ("attempts" >= 0), "due_at" datetime NULL, "last_error" varchar(500) NOT NULL, "started_at" datetime NOT NULL, "settled_at" datetime NULL, "failed_at" datetime NULL, "approved_by_id" integer NULL REFERENCES "auth_user" ("id") DEFERRABLE INITIALLY DEFERRED, "by_id" integer NULL REFERENCES "auth_user" ("id") DEFERRABLE INITIALLY DEFERRED, "gift_id" bigint NOT NULL REFERENCES "fundraising_gift" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "fundraising_refund_is_positive" CHECK ("amount_minor" > 0));
CREATE TABLE "fundraising_bankcredit" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "line_key" varchar(64) NOT NULL UNIQUE, "state" varchar(10) NOT NULL, "booked_on" date NOT NULL, "amount_minor" bigint unsigned NOT NULL CHECK ("amount_minor" >= 0), "currency" varchar(3) NOT NULL, "reference" varchar(40) NOT NULL, "payer" varchar(140) NOT NULL, "text" varchar(500) NOT NULL, "decided_at" datetime NULL, "note" varchar(500) NOT NULL, "by_id" integer NULL REFERENCES "auth_user" ("id") DEFERRABLE INITIALLY DEFERRED, "gift_id" bigint NULL UNIQUE REFERENCES "fundraising_gift" ("id") DEFERRABLE INITIALLY DEFERRED, "statement_id" bigint NOT NULL REFERENCES "fundraising_statementimport" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "fundraising_credit_is_positive" CHECK ("amount_minor" > 0), CONSTRAINT "fundraising_credit_has_gift_when_matched" CHECK ((("gift_id" IS NOT NULL AND "state" = 'matched') OR (NOT ("state" = 'matched') AND "gift_id" IS NULL))));
CREATE TABLE "fundraising_carriedsum" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "up_to" bigint unsigned NOT NULL CHECK ("up_to" >= 0), "currency" varchar(3) NOT NULL, "is_sample" bool NOT NULL, "month" varchar(7) NOT NULL, "day" date NOT NULL, "side" varchar(10) NOT NULL, "kind" varchar(20) NOT NULL, "band" smallint unsigned NOT NULL CHECK ("band" >= 0), "count" integer unsigned NOT NULL CHECK ("count" >= 0), "amount_minor" bigint NOT NULL);
CREATE TABLE "fundraising_proof" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "code" varchar(32) NOT NULL, "transaction_id" bigint NOT NULL UNIQUE REFERENCES "fundraising_ledgertransaction" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "fundraising_recordline" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "number" bigint unsigned NOT NULL UNIQUE CHECK ("number" >= 0), "seal" varchar(64) NOT NULL UNIQUE, "batch" integer unsigned NOT NULL CHECK ("batch" >= 0), "added_on" date NOT NULL, "transaction_id" bigint NOT NULL UNIQUE REFERENCES "fundraising_ledgertransaction" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "fundraising_gift" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "token" varchar(32) NOT NULL UNIQUE, "gateway" varchar(20) NOT NULL, "book" varchar(4) NOT NULL, "state" varchar(10) NOT NULL, "source" varchar(10) NOT NULL, "source_path" varchar(500) NOT NULL, "is_sample" bool NOT NULL, "amount_minor" bigint unsigned NOT NULL CHECK ("amount_minor" >= 0), "currency" varchar(3) NOT NULL, "received_minor" bigint unsigned NULL CHECK ("received_minor" >= 0), "name" varchar(80) NOT NULL, "email" varchar(254) NOT NULL, "message" text NOT NULL, "language" varchar(16) NOT NULL, "reference" varchar(40) NOT NULL, "idempotency_key" varchar(255) NULL UNIQUE, "fingerprint" varchar(64) NOT NULL, "started_at" datetime NOT NULL, "settled_at" datetime NULL, "corrected_at" datetime NULL, "cover_minor" bigint unsigned NOT NULL CHECK ("cover_minor" >= 0), "refunded_minor" bigint unsigned NOT NULL CHECK ("refunded_minor" >= 0), "donor_id" bigint NULL REFERENCES "fundraising_donor" ("id") DEFERRABLE INITIALLY DEFERRED, "pledge_id" bigint NULL REFERENCES "fundraising_pledge" ("id") DEFERRABLE INITIALLY DEFERRED, "address_key" varchar(40) NOT NULL, "close_checkout_at" datetime NULL, "waits_for_letter" bool NOT NULL, "look_at" datetime NULL, CONSTRAINT "fundraising_gift_book_of_gateway" CHECK ((("book" = 'test' AND "gateway" = 'test') OR (NOT ("gateway" = 'test') AND "book" = 'live'))), CONSTRAINT "fundraising_gift_amount_is_positive" CHECK ("amount_minor" > 0), CONSTRAINT "fundraising_gift_received_when_settled" CHECK (((NOT ("state" IN ('settled', 'corrected')) AND "received_minor" IS NULL AND "refunded_minor" = 0 AND "settled_at" IS NULL) OR ("received_minor" > 0 AND "settled_at" IS NOT NULL AND "state" IN ('settled', 'corrected')))), CONSTRAINT "fundraising_refunds_within_the_gift" CHECK (("refunded_minor" = 0 OR ("refunded_minor" <= ("received_minor") AND "state" = 'settled'))), CONSTRAINT "fundraising_gift_cover_is_a_part" CHECK ("cover_minor" < ("amount_minor")));
CREATE TABLE "fundraising_reminder" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "token" varchar(32) NOT NULL UNIQUE, "email" varchar(254) NOT NULL, "language" varchar(16) NOT NULL, "due_at" datetime NOT NULL, "asked_at" datetime NOT NULL, "confirmed_at" datetime NULL);
CREATE TABLE "fundraising_campaign" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "name" varchar(80) NOT NULL, "currency" varchar(3) NOT NULL, "opened_at" datetime NOT NULL, "is_open" bool NOT NULL, "is_sample" bool NOT NULL, "milestones" text NOT NULL CHECK ((JSON_VALID("milestones") OR "milestones" IS NULL)));
CREATE TABLE "fundraising_fundraisingsettings" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "account_holder" varchar(70) NOT NULL, "iban" varchar(42) NOT NULL, "account_text" text NOT NULL, "bic" varchar(11) NOT NULL, "bank_name" varchar(120) NOT NULL, "instructions" text NOT NULL, "other_ways" text NOT NULL, "suggested_minor" text NOT NULL CHECK ((JSON_VALID("suggested_minor") OR "suggested_minor" IS NULL)), "minimum_minor" bigint unsigned NOT NULL CHECK ("minimum_minor" >= 0), "is_sample_account" bool NOT NULL, "second_person_above_minor" bigint unsigned NOT NULL CHECK ("second_person_above_minor" >= 0), "card_fee_fixed_minor" integer unsigned NOT NULL CHECK ("card_fee_fixed_minor" >= 0), "card_fee_hundredths" integer unsigned NOT NULL CHECK ("card_fee_hundredths" >= 0), "suggested_monthly_minor" text NOT NULL CHECK ((JSON_VALID("suggested_monthly_minor") OR "suggested_monthly_minor" IS NULL)));
CREATE TABLE "fundraising_playpayment" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "ref" varchar(40) NOT NULL UNIQUE, "amount_minor" bigint unsigned NOT NULL CHECK ("amount_minor" >= 0), "currency" varchar(3) NOT NULL, "opened_at" datetime NOT NULL, "declined_at" datetime NULL, "paid_at" datetime NULL, "known_at" datetime NULL, "gift_id" bigint NOT NULL UNIQUE REFERENCES "fundraising_gift" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "fundraising_playrefund" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "token" varchar(32) NOT NULL UNIQUE, "amount_minor" bigint unsigned NOT NULL CHECK ("amount_minor" >= 0), "at" datetime NOT NULL, "payment_id" bigint NOT NULL REFERENCES "fundraising_playpayment" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "fundraising_playnotice" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "event_id" varchar(80) NOT NULL, "kind" varchar(40) NOT NULL, "happened_at" datetime NOT NULL, "due_at" datetime NOT NULL, "sent_at" datetime NULL, "payment_id" bigint NOT NULL REFERENCES "fundraising_playpayment" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "fundraising_statementimport" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "name" varchar(200) NOT NULL, "form" varchar(10) NOT NULL, "sha256" varchar(64) NOT NULL, "imported_at" datetime NOT NULL, "lines" integer unsigned NOT NULL CHECK ("lines" >= 0), "created" integer unsigned NOT NULL CHECK ("created" >= 0), "matched" integer unsigned NOT NULL CHECK ("matched" >= 0), "known" integer unsigned NOT NULL CHECK ("known" >= 0), "skipped" integer unsigned NOT NULL CHECK ("skipped" >= 0), "by_id" integer NULL REFERENCES "auth_user" ("id") DEFERRABLE INITIALLY DEFERRED, "columns" text NOT NULL CHECK ((JSON_VALID("columns") OR "columns" IS NULL)));
CREATE TABLE "wagtailcore_pageviewrestriction_groups" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "pageviewrestriction_id" integer NOT NULL REFERENCES "wagtailcore_pageviewrestriction" ("id") DEFERRABLE INITIALLY DEFERRED, "group_id" integer NOT NULL REFERENCES "auth_group" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "wagtailcore_pageviewrestriction" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "password" varchar(255) NOT NULL, "page_id" integer NOT NULL REFERENCES "wagtailcore_page" ("id") DEFERRABLE INITIALLY DEFERRED, "restriction_type" varchar(20) NOT NULL);
CREATE TABLE "wagtailcore_collectionviewrestriction" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "restriction_type" varchar(20) NOT NULL, "password" varchar(255) NOT NULL, "collection_id" integer NOT NULL REFERENCES "wagtailcore_collection" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "wagtailcore_collectionviewrestriction_groups" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "collectionviewrestriction_id" integer NOT NULL REFERENCES "wagtailcore_collectionviewrestriction" ("id") DEFERRABLE INITIALLY DEFERRED, "group_id" integer NOT NULL REFERENCES "auth_group" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "wagtailcore_site" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "hostname" varchar(255) NOT NULL, "port" integer NOT NULL, "is_default_site" bool NOT NULL, "root_page_id" integer NOT NULL REFERENCES "wagtailcore_page" ("id") DEFERRABLE INITIALLY DEFERRED, "site_name" varchar(255) NOT NULL);
CREATE TABLE "wagtailcore_task" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "name" varchar(255) NOT NULL, "active" bool NOT NULL, "content_type_id" integer NOT NULL REFERENCES "django_content_type" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "wagtailcore_workflow" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "name" varchar(255) NOT NULL, "active" bool NOT NULL);
CREATE TABLE "wagtailcore_groupapprovaltask" ("task_ptr_id" integer NOT NULL PRIMARY KEY REFERENCES "wagtailcore_task" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "wagtailcore_workflowpage" ("page_id" integer NOT NULL PRIMARY KEY REFERENCES "wagtailcore_page" ("id") DEFERRABLE INITIALLY DEFERRED, "workflow_id" integer NOT NULL REFERENCES "wagtailcore_workflow" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "wagtailcore_workflowtask" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "sort_order" integer NULL, "task_id" integer NOT NULL REFERENCES "wagtailcore_task" ("id") DEFERRABLE INITIALLY DEFERRED, "workflow_id" integer NOT NULL REFERENCES "wagtailcore_workflow" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "wagtailcore_groupapprovaltask_groups" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "groupapprovaltask_id" integer NOT NULL REFERENCES "wagtailcore_groupapprovaltask" ("task_ptr_id") DEFERRABLE INITIALLY DEFERRED, "group_id" integer NOT NULL REFERENCES "auth_group" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "wagtailcore_locale" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "language_code" varchar(100) NOT NULL UNIQUE);
CREATE TABLE "wagtailcore_page" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "path" varchar(255) NOT NULL UNIQUE, "depth" integer unsigned NOT NULL CHECK ("depth" >= 0), "numchild" integer unsigned NOT NULL CHECK ("numchild" >= 0), "title" varchar(255) NOT NULL, "slug" varchar(255) NOT NULL, "live" bool NOT NULL, "has_unpublished_changes" bool NOT NULL, "url_path" text NOT NULL, "seo_title" varchar(255) NOT NULL, "show_in_menus" bool NOT NULL, "search_description" text NOT NULL, "go_live_at" datetime NULL, "expire_at" datetime NULL, "expired" bool NOT NULL, "content_type_id" integer NOT NULL REFERENCES "django_content_type" ("id") DEFERRABLE INITIALLY DEFERRED, "owner_id" integer NULL REFERENCES "auth_user" ("id") DEFERRABLE INITIALLY DEFERRED, "locked" bool NOT NULL, "latest_revision_created_at" datetime NULL, "first_published_at" datetime NULL, "live_revision_id" integer NULL REFERENCES "wagtailcore_revision" ("id") DEFERRABLE INITIALLY DEFERRED, "last_published_at" datetime NULL, "draft_title" varchar(255) NOT NULL, "locked_at" datetime NULL, "locked_by_id" integer NULL REFERENCES "auth_user" ("id") DEFERRABLE INITIALLY DEFERRED, "locale_id" integer NOT NULL REFERENCES "wagtailcore_locale" ("id") DEFERRABLE INITIALLY DEFERRED, "translation_key" char(32) NOT NULL, "alias_of_id" integer NULL REFERENCES "wagtailcore_page" ("id") DEFERRABLE INITIALLY DEFERRED, "latest_revision_id" integer NULL REFERENCES "wagtailcore_revision" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "wagtailcore_commentreply" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "text" text NOT NULL, "created_at" datetime NOT NULL, "updated_at" datetime NOT NULL, "comment_id" integer NOT NULL REFERENCES "wagtailcore_comment" ("id") DEFERRABLE INITIALLY DEFERRED, "user_id" integer NOT NULL REFERENCES "auth_user" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "wagtailcore_pagesubscription" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "comment_notifications" bool NOT NULL, "page_id" integer NOT NULL REFERENCES "wagtailcore_page" ("id") DEFERRABLE INITIALLY DEFERRED, "user_id" integer NOT NULL REFERENCES "auth_user" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "wagtailcore_comment" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "text" text NOT NULL, "contentpath" text NOT NULL, "position" text NOT NULL, "created_at" datetime NOT NULL, "updated_at" datetime NOT NULL, "resolved_at" datetime NULL, "page_id" integer NOT NULL REFERENCES "wagtailcore_page" ("id") DEFERRABLE INITIALLY DEFERRED, "resolved_by_id" integer NULL REFERENCES "auth_user" ("id") DEFERRABLE INITIALLY DEFERRED, "revision_created_id" integer NULL REFERENCES "wagtailcore_revision" ("id") DEFERRABLE INITIALLY DEFERRED, "user_id" integer NOT NULL REFERENCES "auth_user" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "wagtailcore_referenceindex" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "object_id" varchar(255) NOT NULL, "to_object_id" varchar(255) NOT NULL, "model_path" text NOT NULL, "content_path" text NOT NULL, "content_path_hash" char(32) NOT NULL, "base_content_type_id" integer NOT NULL REFERENCES "django_content_type" ("id") DEFERRABLE INITIALLY DEFERRED, "content_type_id" integer NOT NULL REFERENCES "django_content_type" ("id") DEFERRABLE INITIALLY DEFERRED, "to_content_type_id" integer NOT NULL REFERENCES "django_content_type" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "wagtailcore_taskstate" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "status" varchar(50) NOT NULL, "started_at" datetime NOT NULL, "finished_at" datetime NULL, "content_type_id" integer NOT NULL REFERENCES "django_content_type" ("id") DEFERRABLE INITIALLY DEFERRED, "task_id" integer NOT NULL REFERENCES "wagtailcore_task" ("id") DEFERRABLE INITIALLY DEFERRED, "workflow_state_id" integer NOT NULL REFERENCES "wagtailcore_workflowstate" ("id") DEFERRABLE INITIALLY DEFERRED, "finished_by_id" integer NULL REFERENCES "auth_user" ("id") DEFERRABLE INITIALLY DEFERRED, "comment" text NOT NULL, "revision_id" integer NOT NULL REFERENCES "wagtailcore_revision" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "wagtailcore_workflowstate" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "status" varchar(50) NOT NULL, "created_at" datetime NOT NULL, "current_task_state_id" integer NULL UNIQUE REFERENCES "wagtailcore_taskstate" ("id") DEFERRABLE INITIALLY DEFERRED, "requested_by_id" integer NULL REFERENCES "auth_user" ("id") DEFERRABLE INITIALLY DEFERRED, "workflow_id" integer NOT NULL REFERENCES "wagtailcore_workflow" ("id") DEFERRABLE INITIALLY DEFERRED, "object_id" varchar(255) NOT NULL, "base_content_type_id" integer NOT NULL REFERENCES "django_content_type" ("id") DEFERRABLE INITIALLY DEFERRED, "content_type_id" integer NOT NULL REFERENCES "django_content_type" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "wagtailcore_workflowcontenttype" ("content_type_id" integer NOT NULL PRIMARY KEY REFERENCES "django_content_type" ("id") DEFERRABLE INITIALLY DEFERRED, "workflow_id" integer NOT NULL REFERENCES "wagtailcore_workflow" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "wagtailcore_modellogentry" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "label" text NOT NULL, "action" varchar(255) NOT NULL, "timestamp" datetime NOT NULL, "content_changed" bool NOT NULL, "deleted" bool NOT NULL, "object_id" varchar(255) NOT NULL, "content_type_id" integer NULL REFERENCES "django_content_type" ("id") DEFERRABLE INITIALLY DEFERRED, "user_id" integer NULL, "uuid" char(32) NULL, "revision_id" integer NULL, "data" text NOT NULL CHECK ((JSON_VALID("data") OR "data" IS NULL)));
CREATE TABLE "wagtailcore_pagelogentry" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "label" text NOT NULL, "action" varchar(255) NOT NULL, "timestamp" datetime NOT NULL, "content_changed" bool NOT NULL, "deleted" bool NOT NULL, "content_type_id" integer NULL REFERENCES "django_content_type" ("id") DEFERRABLE INITIALLY DEFERRED, "page_id" integer NOT NULL, "revision_id" integer NULL, "user_id" integer NULL, "uuid" char(32) NULL, "data" text NOT NULL CHECK ((JSON_VALID("data") OR "data" IS NULL)));
CREATE TABLE "wagtailcore_grouppagepermission" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "group_id" integer NOT NULL REFERENCES "auth_group" ("id") DEFERRABLE INITIALLY DEFERRED, "page_id" integer NOT NULL REFERENCES "wagtailcore_page" ("id") DEFERRABLE INITIALLY DEFERRED, "permission_id" integer NOT NULL REFERENCES "auth_permission" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "unique_permission" UNIQUE ("group_id", "page_id", "permission_id"));
CREATE TABLE "wagtailcore_revision" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "created_at" datetime NOT NULL, "approved_go_live_at" datetime NULL, "user_id" integer NULL REFERENCES "auth_user" ("id") DEFERRABLE INITIALLY DEFERRED, "content" text NOT NULL CHECK ((JSON_VALID("content") OR "content" IS NULL)), "object_id" varchar(255) NOT NULL, "content_type_id" integer NOT NULL REFERENCES "django_content_type" ("id") DEFERRABLE INITIALLY DEFERRED, "base_content_type_id" integer NOT NULL REFERENCES "django_content_type" ("id") DEFERRABLE INITIALLY DEFERRED, "object_str" text NOT NULL);
CREATE TABLE "wagtailcore_uploadedfile" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "file" varchar(200) NOT NULL, "for_content_type_id" integer NULL REFERENCES "django_content_type" ("id") DEFERRABLE INITIALLY DEFERRED, "uploaded_by_user_id" integer NULL REFERENCES "auth_user" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "wagtailcore_groupsitepermission" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "group_id" integer NOT NULL REFERENCES "auth_group" ("id") DEFERRABLE INITIALLY DEFERRED, "permission_id" integer NOT NULL REFERENCES "auth_permission" ("id") DEFERRABLE INITIALLY DEFERRED, "site_id" integer NOT NULL REFERENCES "wagtailcore_site" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "wagtailcore_apitoken" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "name" varchar(255) NOT NULL, "key_hash" varchar(64) NOT NULL UNIQUE, "prefix" varchar(16) NOT NULL, "created" datetime NOT NULL, "revoked_at" datetime NULL, "last_used_at" datetime NULL, "user_id" integer NOT NULL REFERENCES "auth_user" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "taggit_taggeditem" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "object_id" integer NOT NULL, "content_type_id" integer NOT NULL REFERENCES "django_content_type" ("id") DEFERRABLE INITIALLY DEFERRED, "tag_id" integer NOT NULL REFERENCES "taggit_tag" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "taggit_taggeditem_content_type_id_object_id_tag_id_4bb97a8e_uniq" UNIQUE ("content_type_id", "object_id", "tag_id"));
CREATE TABLE "taggit_tag" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "name" varchar(100) NOT NULL UNIQUE, "slug" varchar(100) NOT NULL UNIQUE);
CREATE TABLE "publishing_frontpage" ("page_ptr_id" integer NOT NULL PRIMARY KEY REFERENCES "wagtailcore_page" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "publishing_sectionpage" ("page_ptr_id" integer NOT NULL PRIMARY KEY REFERENCES "wagtailcore_page" ("id") DEFERRABLE INITIALLY DEFERRED, "description" varchar(300) NOT NULL);
CREATE TABLE "publishing_staticpage" ("page_ptr_id" integer NOT NULL PRIMARY KEY REFERENCES "wagtailcore_page" ("id") DEFERRABLE INITIALLY DEFERRED, "body" text NOT NULL CHECK ((JSON_VALID("body") OR "body" IS NULL)), "has_discussion" bool NOT NULL);
CREATE TABLE "publishing_topic" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "name" varchar(160) NOT NULL, "slug" varchar(160) NOT NULL UNIQUE, "description" text NOT NULL);
CREATE TABLE "publishing_author" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "name" varchar(160) NOT NULL, "slug" varchar(160) NOT NULL UNIQUE, "role" varchar(160) NOT NULL, "bio" text NOT NULL, "email" varchar(320) NOT NULL, "portrait_id" bigint NULL REFERENCES "publishing_picture" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "publishing_articlepage" ("page_ptr_id" integer NOT NULL PRIMARY KEY REFERENCES "wagtailcore_page" ("id") DEFERRABLE INITIALLY DEFERRED, "kicker" varchar(80) NOT NULL, "standfirst" text NOT NULL, "dateline" varchar(120) NOT NULL, "hero_caption" varchar(600) NOT NULL, "body" text NOT NULL CHECK ((JSON_VALID("body") OR "body" IS NULL)), "updated_at" datetime NULL, "is_pinned" bool NOT NULL, "has_discussion" bool NOT NULL, "hero_id" bigint NULL REFERENCES "publishing_picture" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "publishing_articlepage_topics" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "articlepage_id" integer NOT NULL REFERENCES "publishing_articlepage" ("page_ptr_id") DEFERRABLE INITIALLY DEFERRED, "topic_id" bigint NOT NULL REFERENCES "publishing_topic" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "publishing_byline" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "sort_order" integer NULL, "role" varchar(20) NOT NULL, "article_id" integer NOT NULL REFERENCES "publishing_articlepage" ("page_ptr_id") DEFERRABLE INITIALLY DEFERRED, "author_id" bigint NOT NULL REFERENCES "publishing_author" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "byline_once_per_part" UNIQUE ("article_id", "author_id", "role"));
CREATE TABLE "publishing_picture" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "title" varchar(255) NOT NULL, "file" varchar(100) NOT NULL, "width" integer NOT NULL, "height" integer NOT NULL, "created_at" datetime NOT NULL, "focal_point_x" integer unsigned NULL CHECK ("focal_point_x" >= 0), "focal_point_y" integer unsigned NULL CHECK ("focal_point_y" >= 0), "focal_point_width" integer unsigned NULL CHECK ("focal_point_width" >= 0), "focal_point_height" integer unsigned NULL CHECK ("focal_point_height" >= 0), "file_size" integer unsigned NULL CHECK ("file_size" >= 0), "file_hash" varchar(40) NOT NULL, "description" varchar(255) NOT NULL, "credit" varchar(255) NOT NULL, "credit_unknown" bool NOT NULL, "caption" varchar(600) NOT NULL, "collection_id" integer NOT NULL REFERENCES "wagtailcore_collection" ("id") DEFERRABLE INITIALLY DEFERRED, "uploaded_by_user_id" integer NULL REFERENCES "auth_user" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "picture_credit_known_or_unknown" CHECK ((NOT "credit_unknown" OR "credit" = '')));
CREATE TABLE "publishing_picturerendition" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "filter_spec" varchar(255) NOT NULL, "file" varchar(100) NOT NULL, "width" integer NOT NULL, "height" integer NOT NULL, "focal_point_key" varchar(16) NOT NULL, "image_id" bigint NOT NULL REFERENCES "publishing_picture" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "unique_rendition" UNIQUE ("image_id", "filter_spec", "focal_point_key"));
CREATE TABLE "django_session" ("session_key" varchar(40) NOT NULL PRIMARY KEY, "session_data" text NOT NULL, "expire_date" datetime NOT NULL);
CREATE TABLE "transfer_imported" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "source" varchar(255) NOT NULL, "kind" varchar(20) NOT NULL, "key" varchar(255) NOT NULL, "object_id" bigint NOT NULL, "digest" varchar(64) NOT NULL, "revision_id" bigint NULL, "imported_at" datetime NOT NULL, CONSTRAINT "imported_once_for_each_source" UNIQUE ("source", "kind", "key"));
CREATE TABLE "wagtailadmin_admin" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT);
CREATE TABLE "wagtailadmin_editingsession" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "object_id" varchar(255) NOT NULL, "last_seen_at" datetime NOT NULL, "content_type_id" integer NOT NULL REFERENCES "django_content_type" ("id") DEFERRABLE INITIALLY DEFERRED, "user_id" integer NOT NULL REFERENCES "auth_user" ("id") DEFERRABLE INITIALLY DEFERRED, "is_editing" bool NOT NULL);
CREATE TABLE "wagtailadmin_formstate" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "data" text NOT NULL, "object_id" varchar(255) NOT NULL, "parent_object_id" varchar(255) NOT NULL, "last_updated_at" datetime NOT NULL, "content_type_id" integer NOT NULL REFERENCES "django_content_type" ("id") DEFERRABLE INITIALLY DEFERRED, "user_id" integer NOT NULL REFERENCES "auth_user" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "wagtaildocs_document" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "title" varchar(255) NOT NULL, "file" varchar(100) NOT NULL, "created_at" datetime NOT NULL, "uploaded_by_user_id" integer NULL REFERENCES "auth_user" ("id") DEFERRABLE INITIALLY DEFERRED, "collection_id" integer NOT NULL REFERENCES "wagtailcore_collection" ("id") DEFERRABLE INITIALLY DEFERRED, "file_hash" varchar(40) NOT NULL, "file_size" bigint unsigned NULL CHECK ("file_size" >= 0));
CREATE TABLE "wagtailembeds_embed" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "url" text NOT NULL, "max_width" smallint NULL, "type" varchar(10) NOT NULL, "html" text NOT NULL, "title" text NOT NULL, "author_name" text NOT NULL, "provider_name" text NOT NULL, "width" integer NULL, "height" integer NULL, "last_updated" datetime NOT NULL, "hash" varchar(32) NOT NULL UNIQUE, "thumbnail_url" text NOT NULL, "cache_until" datetime NULL);
CREATE TABLE "wagtailimages_rendition" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "width" integer NOT NULL, "height" integer NOT NULL, "focal_point_key" varchar(16) NOT NULL, "filter_spec" varchar(255) NOT NULL, "image_id" integer NOT NULL REFERENCES "wagtailimages_image" ("id") DEFERRABLE INITIALLY DEFERRED, "file" varchar(100) NOT NULL);
CREATE TABLE "wagtailimages_image" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "title" varchar(255) NOT NULL, "file" varchar(100) NOT NULL, "width" integer NOT NULL, "height" integer NOT NULL, "created_at" datetime NOT NULL, "focal_point_x" integer unsigned NULL CHECK ("focal_point_x" >= 0), "focal_point_y" integer unsigned NULL CHECK ("focal_point_y" >= 0), "focal_point_width" integer unsigned NULL CHECK ("focal_point_width" >= 0), "focal_point_height" integer unsigned NULL CHECK ("focal_point_height" >= 0), "uploaded_by_user_id" integer NULL REFERENCES "auth_user" ("id") DEFERRABLE INITIALLY DEFERRED, "file_size" integer unsigned NULL CHECK ("file_size" >= 0), "collection_id" integer NOT NULL REFERENCES "wagtailcore_collection" ("id") DEFERRABLE INITIALLY DEFERRED, "file_hash" varchar(40) NOT NULL, "description" varchar(255) NOT NULL);
CREATE TABLE "wagtailredirects_redirect" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "old_path" varchar(255) NOT NULL, "is_permanent" bool NOT NULL, "redirect_link" varchar(255) NOT NULL, "redirect_page_id" integer NULL REFERENCES "wagtailcore_page" ("id") DEFERRABLE INITIALLY DEFERRED, "site_id" integer NULL REFERENCES "wagtailcore_site" ("id") DEFERRABLE INITIALLY DEFERRED, "automatically_created" bool NOT NULL, "created_at" datetime NULL, "redirect_page_route_path" varchar(255) NOT NULL);
CREATE TABLE "wagtailsearch_indexentry" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "object_id" varchar(50) NOT NULL, "title_norm" real NOT NULL, "content_type_id" integer NOT NULL REFERENCES "django_content_type" ("id") DEFERRABLE INITIALLY DEFERRED, "autocomplete" text NULL, "body" text NULL, "title" text NOT NULL);
CREATE VIRTUAL TABLE wagtailsearch_indexentry_fts USING fts5(autocomplete, body, title);
CREATE TABLE "wagtailusers_userprofile" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "submitted_notifications" bool NOT NULL, "approved_notifications" bool NOT NULL, "rejected_notifications" bool NOT NULL, "user_id" integer NOT NULL UNIQUE REFERENCES "auth_user" ("id") DEFERRABLE INITIALLY DEFERRED, "preferred_language" varchar(10) NOT NULL, "current_time_zone" varchar(40) NOT NULL, "avatar" varchar(100) NOT NULL, "updated_comments_notifications" bool NOT NULL, "dismissibles" text NOT NULL CHECK ((JSON_VALID("dismissibles") OR "dismissibles" IS NULL)), "theme" varchar(40) NOT NULL, "density" varchar(40) NOT NULL, "contrast" varchar(40) NOT NULL, "keyboard_shortcuts" bool NOT NULL);
INSERT INTO "django_migrations" VALUES
(1, 'contenttypes', '0001_initial', CURRENT_TIMESTAMP),
(2, 'contenttypes', '0002_remove_content_type_name', CURRENT_TIMESTAMP),
(3, 'auth', '0001_initial', CURRENT_TIMESTAMP),
(4, 'auth', '0002_alter_permission_name_max_length', CURRENT_TIMESTAMP),
(5, 'auth', '0003_alter_user_email_max_length', CURRENT_TIMESTAMP),
(6, 'auth', '0004_alter_user_username_opts', CURRENT_TIMESTAMP),
(7, 'auth', '0005_alter_user_last_login_null', CURRENT_TIMESTAMP),
(8, 'auth', '0006_require_contenttypes_0002', CURRENT_TIMESTAMP),
(9, 'auth', '0007_alter_validators_add_error_messages', CURRENT_TIMESTAMP),
(10, 'auth', '0008_alter_user_username_max_length', CURRENT_TIMESTAMP),
(11, 'auth', '0009_alter_user_last_name_max_length', CURRENT_TIMESTAMP),
(12, 'auth', '0010_alter_group_name_max_length', CURRENT_TIMESTAMP),
(13, 'auth', '0011_update_proxy_permissions', CURRENT_TIMESTAMP),
(14, 'auth', '0012_alter_user_first_name_max_length', CURRENT_TIMESTAMP),
(15, 'core', '0001_initial', CURRENT_TIMESTAMP),
(16, 'core', '0002_letters_composed_late', CURRENT_TIMESTAMP),
(17, 'core', '0003_fewer_indexes', CURRENT_TIMESTAMP),
(18, 'wagtailcore', '0001_initial', CURRENT_TIMESTAMP),
(19, 'wagtailcore', '0002_initial_data', CURRENT_TIMESTAMP),
(20, 'wagtailcore', '0003_add_uniqueness_constraint_on_group_page_permission', CURRENT_TIMESTAMP),
(21, 'wagtailcore', '0004_page_locked', CURRENT_TIMESTAMP),
(22, 'wagtailcore', '0005_add_page_lock_permission_to_moderators', CURRENT_TIMESTAMP),
(23, 'wagtailcore', '0006_add_lock_page_permission', CURRENT_TIMESTAMP),
(24, 'wagtailcore', '0007_page_latest_revision_created_at', CURRENT_TIMESTAMP),
(25, 'wagtailcore', '0008_populate_latest_revision_created_at', CURRENT_TIMESTAMP),
(26, 'wagtailcore', '0009_remove_auto_now_add_from_pagerevision_created_at', CURRENT_TIMESTAMP),
(27, 'wagtailcore', '0010_change_page_owner_to_null_on_delete', CURRENT_TIMESTAMP),
(28, 'wagtailcore', '0011_page_first_published_at', CURRENT_TIMESTAMP),
(29, 'wagtailcore', '0012_extend_page_slug_field', CURRENT_TIMESTAMP),
(30, 'wagtailcore', '0013_update_golive_expire_help_text', CURRENT_TIMESTAMP),
(31, 'wagtailcore', '0014_add_verbose_name', CURRENT_TIMESTAMP),
(32, 'wagtailcore', '0015_add_more_verbose_names', CURRENT_TIMESTAMP),
(33, 'wagtailcore', '0016_change_page_url_path_to_text_field', CURRENT_TIMESTAMP),
(34, 'discussion', '0001_initial', CURRENT_TIMESTAMP),
(35, 'discussion', '0002_desk_roles', CURRENT_TIMESTAMP),
(36, 'discussion', '0003_page_marks', CURRENT_TIMESTAMP),
(37, 'discussion', '0004_readers_letters', CURRENT_TIMESTAMP),
(38, 'discussion', '0005_addresses_in_lower_case', CURRENT_TIMESTAMP),
(39, 'discussion', '0006_pinned_by_parent', CURRENT_TIMESTAMP),
(40, 'discussion', '0007_passages', CURRENT_TIMESTAMP),
(41, 'discussion', '0008_passage_subscriptions', CURRENT_TIMESTAMP),
(42, 'discussion', '0009_fewer_indexes', CURRENT_TIMESTAMP),
(43, 'django_tasks_database', '0001_initial', CURRENT_TIMESTAMP),
(44, 'django_tasks_database', '0002_alter_dbtaskresult_options', CURRENT_TIMESTAMP),
(45, 'django_tasks_database', '0003_dbtaskresult_enqueued_at_dbtaskresult_finished_at', CURRENT_TIMESTAMP),
(46, 'django_tasks_database', '0004_dbtaskresult_started_at', CURRENT_TIMESTAMP),
(47, 'django_tasks_database', '0005_alter_dbtaskresult_priority_and_more', CURRENT_TIMESTAMP),
(48, 'django_tasks_database', '0006_alter_dbtaskresult_args_kwargs_and_more', CURRENT_TIMESTAMP),
(49, 'django_tasks_database', '0007_add_separate_results_fields', CURRENT_TIMESTAMP),
(50, 'django_tasks_database', '0008_separate_results_field', CURRENT_TIMESTAMP),
(51, 'django_tasks_database', '0009_remove_results_field', CURRENT_TIMESTAMP),
(52, 'django_tasks_database', '0010_alter_dbtaskresult_status', CURRENT_TIMESTAMP),
(53, 'django_tasks_database', '0011_rename_complete_status', CURRENT_TIMESTAMP),
(54, 'django_tasks_database', '0012_add_separate_exception_fields', CURRENT_TIMESTAMP),
(55, 'django_tasks_database', '0013_separate_exception_fields', CURRENT_TIMESTAMP),
(56, 'django_tasks_database', '0014_remove_dbtaskresult_exception_data', CURRENT_TIMESTAMP),
(57, 'django_tasks_database', '0015_correctly_order_run_after', CURRENT_TIMESTAMP),
(58, 'django_tasks_database', '0016_remove_dbtaskresult_django_task_new_ordering_idx_and_more', CURRENT_TIMESTAMP),
(59, 'django_tasks_database', '0017_dbtaskresult_metadata', CURRENT_TIMESTAMP),
(60, 'django_tasks_database', '0018_rename_succeeded_status', CURRENT_TIMESTAMP),
(61, 'django_tasks_database', '0019_rename_django_task_new_ordering_idx_tasks_db_new_ordering_idx_and_more', CURRENT_TIMESTAMP),
(62, 'django_tasks_database', '0020_update_db_task_result_ordering', CURRENT_TIMESTAMP),
(63, 'django_tasks_database', '0021_conditional_partial_index_ordering', CURRENT_TIMESTAMP),
(64, 'wagtailcore', '0017_change_edit_page_permission_description', CURRENT_TIMESTAMP),
(65, 'wagtailcore', '0018_pagerevision_submitted_for_moderation_index', CURRENT_TIMESTAMP),
(66, 'wagtailcore', '0019_verbose_names_cleanup', CURRENT_TIMESTAMP),
(67, 'wagtailcore', '0020_add_index_on_page_first_published_at', CURRENT_TIMESTAMP),
(68, 'wagtailcore', '0021_capitalizeverbose', CURRENT_TIMESTAMP),
(69, 'wagtailcore', '0022_add_site_name', CURRENT_TIMESTAMP),
(70, 'wagtailcore', '0023_alter_page_revision_on_delete_behaviour', CURRENT_TIMESTAMP),
(71, 'wagtailcore', '0024_collection', CURRENT_TIMESTAMP),
(72, 'wagtailcore', '0025_collection_initial_data', CURRENT_TIMESTAMP),
(73, 'wagtailcore', '0026_group_collection_permission', CURRENT_TIMESTAMP),
(74, 'wagtailadmin', '0001_create_admin_access_permissions', CURRENT_TIMESTAMP),
(75, 'fundraising', '0001_initial', CURRENT_TIMESTAMP),
(76, 'fundraising', '0002_append_only', CURRENT_TIMESTAMP),
(77, 'fundraising', '0003_desk_roles', CURRENT_TIMESTAMP),
(78, 'fundraising', '0004_settlement', CURRENT_TIMESTAMP),
(79, 'fundraising', '0005_record', CURRENT_TIMESTAMP),
(80, 'fundraising', '0006_checkouts', CURRENT_TIMESTAMP),
(81, 'fundraising', '0007_letters', CURRENT_TIMESTAMP),
(82, 'fundraising', '0008_giving', CURRENT_TIMESTAMP),
(83, 'fundraising', '0009_look_at', CURRENT_TIMESTAMP),
(84, 'fundraising', '0010_play', CURRENT_TIMESTAMP),
(85, 'fundraising', '0011_statement_columns', CURRENT_TIMESTAMP),
(86, 'wagtailcore', '0027_fix_collection_path_collation', CURRENT_TIMESTAMP),
(87, 'wagtailcore', '0024_alter_page_content_type_on_delete_behaviour', CURRENT_TIMESTAMP),
(88, 'wagtailcore', '0028_merge', CURRENT_TIMESTAMP),
(89, 'wagtailcore', '0029_unicode_slugfield_dj19', CURRENT_TIMESTAMP),
(90, 'wagtailcore', '0030_index_on_pagerevision_created_at', CURRENT_TIMESTAMP),
(91, 'wagtailcore', '0031_add_page_view_restriction_types', CURRENT_TIMESTAMP),
(92, 'wagtailcore', '0032_add_bulk_delete_page_permission', CURRENT_TIMESTAMP),
(93, 'wagtailcore', '0033_remove_golive_expiry_help_text', CURRENT_TIMESTAMP),
(94, 'wagtailcore', '0034_page_live_revision', CURRENT_TIMESTAMP),
(95, 'wagtailcore', '0035_page_last_published_at', CURRENT_TIMESTAMP),
(96, 'wagtailcore', '0036_populate_page_last_published_at', CURRENT_TIMESTAMP),
(97, 'wagtailcore', '0037_set_page_owner_editable', CURRENT_TIMESTAMP),
(98, 'wagtailcore', '0038_make_first_published_at_editable', CURRENT_TIMESTAMP),
(99, 'wagtailcore', '0039_collectionviewrestriction', CURRENT_TIMESTAMP),
(100, 'wagtailcore', '0040_page_draft_title', CURRENT_TIMESTAMP),
(101, 'wagtailcore', '0041_group_collection_permissions_verbose_name_plural', CURRENT_TIMESTAMP),
(102, 'wagtailcore', '0042_index_on_pagerevision_approved_go_live_at', CURRENT_TIMESTAMP),
(103, 'wagtailcore', '0043_lock_fields', CURRENT_TIMESTAMP),
(104, 'wagtailcore', '0044_add_unlock_grouppagepermission', CURRENT_TIMESTAMP),
(105, 'wagtailcore', '0045_assign_unlock_grouppagepermission', CURRENT_TIMESTAMP),
(106, 'wagtailcore', '0046_site_name_remove_null', CURRENT_TIMESTAMP),
(107, 'wagtailcore', '0047_add_workflow_models', CURRENT_TIMESTAMP),
(108, 'wagtailcore', '0048_add_default_workflows', CURRENT_TIMESTAMP),
(109, 'wagtailcore', '0049_taskstate_finished_by', CURRENT_TIMESTAMP),
(110, 'wagtailcore', '0050_workflow_rejected_to_needs_changes', CURRENT_TIMESTAMP),
(111, 'wagtailcore', '0051_taskstate_comment', CURRENT_TIMESTAMP),
(112, 'wagtailcore', '0052_pagelogentry', CURRENT_TIMESTAMP),
(113, 'wagtailcore', '0053_locale_model', CURRENT_TIMESTAMP),
(114, 'wagtailcore', '0054_initial_locale', CURRENT_TIMESTAMP),
(115, 'wagtailcore', '0055_page_locale_fields', CURRENT_TIMESTAMP),
(116, 'wagtailcore', '0056_page_locale_fields_populate', CURRENT_TIMESTAMP),
(117, 'wagtailcore', '0057_page_locale_fields_notnull', CURRENT_TIMESTAMP),
(118, 'wagtailcore', '0058_page_alias_of', CURRENT_TIMESTAMP),
(119, 'wagtailcore', '0059_apply_collection_ordering', CURRENT_TIMESTAMP),
(120, 'wagtailcore', '0060_fix_workflow_unique_constraint', CURRENT_TIMESTAMP),
(121, 'wagtailcore', '0061_change_promote_tab_helpt_text_and_verbose_names', CURRENT_TIMESTAMP),
(122, 'wagtailcore', '0062_comment_models_and_pagesubscription', CURRENT_TIMESTAMP),
(123, 'wagtailcore', '0063_modellogentry', CURRENT_TIMESTAMP),
(124, 'wagtailcore', '0064_log_timestamp_indexes', CURRENT_TIMESTAMP),
(125, 'wagtailcore', '0065_log_entry_uuid', CURRENT_TIMESTAMP),
(126, 'wagtailcore', '0066_collection_management_permissions', CURRENT_TIMESTAMP),
(127, 'wagtailcore', '0067_alter_pagerevision_content_json', CURRENT_TIMESTAMP),
(128, 'wagtailcore', '0068_log_entry_empty_object', CURRENT_TIMESTAMP),
(129, 'wagtailcore', '0069_log_entry_jsonfield', CURRENT_TIMESTAMP),
(130, 'wagtailcore', '0070_rename_pagerevision_revision', CURRENT_TIMESTAMP),
(131, 'wagtailcore', '0071_populate_revision_content_type', CURRENT_TIMESTAMP),
(132, 'wagtailcore', '0072_alter_revision_content_type_notnull', CURRENT_TIMESTAMP),
(133, 'wagtailcore', '0073_page_latest_revision', CURRENT_TIMESTAMP),
(134, 'wagtailcore', '0074_revision_object_str', CURRENT_TIMESTAMP),
(135, 'wagtailcore', '0075_populate_latest_revision_and_revision_object_str', CURRENT_TIMESTAMP),
(136, 'wagtailcore', '0076_modellogentry_revision', CURRENT_TIMESTAMP),
(137, 'wagtailcore', '0077_alter_revision_user', CURRENT_TIMESTAMP),
(138, 'wagtailcore', '0078_referenceindex', CURRENT_TIMESTAMP),
(139, 'wagtailcore', '0079_rename_taskstate_page_revision', CURRENT_TIMESTAMP),
(140, 'wagtailcore', '0080_generic_workflowstate', CURRENT_TIMESTAMP),
(141, 'wagtailcore', '0081_populate_workflowstate_content_type', CURRENT_TIMESTAMP),
(142, 'wagtailcore', '0082_alter_workflowstate_content_type_notnull', CURRENT_TIMESTAMP),
(143, 'wagtailcore', '0083_workflowcontenttype', CURRENT_TIMESTAMP),
(144, 'wagtailcore', '0084_add_default_page_permissions', CURRENT_TIMESTAMP),
(145, 'wagtailcore', '0085_add_grouppagepermission_permission', CURRENT_TIMESTAMP),
(146, 'wagtailcore', '0086_populate_grouppagepermission_permission', CURRENT_TIMESTAMP),
(147, 'wagtailcore', '0087_alter_grouppagepermission_unique_together_and_more', CURRENT_TIMESTAMP),
(148, 'wagtailcore', '0088_fix_log_entry_json_timestamps', CURRENT_TIMESTAMP),
(149, 'wagtailcore', '0089_log_entry_data_json_null_to_object', CURRENT_TIMESTAMP),
(150, 'wagtailcore', '0090_remove_grouppagepermission_permission_type', CURRENT_TIMESTAMP),
(151, 'wagtailcore', '0091_remove_revision_submitted_for_moderation', CURRENT_TIMESTAMP),
(152, 'wagtailcore', '0092_alter_collectionviewrestriction_password_and_more', CURRENT_TIMESTAMP),
(153, 'wagtailcore', '0093_uploadedfile', CURRENT_TIMESTAMP),
(154, 'wagtailcore', '0094_alter_page_locale', CURRENT_TIMESTAMP),
(155, 'wagtailcore', '0095_groupsitepermission', CURRENT_TIMESTAMP),
(156, 'wagtailcore', '0096_referenceindex_referenceindex_source_object_and_more', CURRENT_TIMESTAMP),
(157, 'wagtailcore', '0097_baselogentry_uuid_action_timestamp_indexes', CURRENT_TIMESTAMP),
(158, 'wagtailcore', '0098_apitoken', CURRENT_TIMESTAMP),
(159, 'taggit', '0001_initial', CURRENT_TIMESTAMP),
(160, 'taggit', '0002_auto_20150616_2121', CURRENT_TIMESTAMP),
(161, 'taggit', '0003_taggeditem_add_unique_index', CURRENT_TIMESTAMP),
(162, 'taggit', '0004_alter_taggeditem_content_type_alter_taggeditem_tag', CURRENT_TIMESTAMP),
(163, 'taggit', '0005_auto_20220424_2025', CURRENT_TIMESTAMP),
(164, 'taggit', '0006_rename_taggeditem_content_type_object_id_taggit_tagg_content_8fc721_idx', CURRENT_TIMESTAMP),
(165, 'publishing', '0001_initial', CURRENT_TIMESTAMP),
(166, 'publishing', '0002_desk_roles', CURRENT_TIMESTAMP),
(167, 'publishing', '0003_expiring_pages', CURRENT_TIMESTAMP),
(168, 'sessions', '0001_initial', CURRENT_TIMESTAMP),
(169, 'transfer', '0001_initial', CURRENT_TIMESTAMP),
(170, 'wagtailadmin', '0002_admin', CURRENT_TIMESTAMP),
(171, 'wagtailadmin', '0003_admin_managed', CURRENT_TIMESTAMP),
(172, 'wagtailadmin', '0004_editingsession', CURRENT_TIMESTAMP),
(173, 'wagtailadmin', '0005_editingsession_is_editing', CURRENT_TIMESTAMP),
(174, 'wagtailadmin', '0006_formstate', CURRENT_TIMESTAMP),
(175, 'wagtaildocs', '0001_initial', CURRENT_TIMESTAMP),
(176, 'wagtaildocs', '0002_initial_data', CURRENT_TIMESTAMP),
(177, 'wagtaildocs', '0003_add_verbose_names', CURRENT_TIMESTAMP),
(178, 'wagtaildocs', '0004_capitalizeverbose', CURRENT_TIMESTAMP),
(179, 'wagtaildocs', '0005_document_collection', CURRENT_TIMESTAMP),
(180, 'wagtaildocs', '0006_copy_document_permissions_to_collections', CURRENT_TIMESTAMP),
(181, 'wagtaildocs', '0005_alter_uploaded_by_user_on_delete_action', CURRENT_TIMESTAMP),
(182, 'wagtaildocs', '0007_merge', CURRENT_TIMESTAMP),
(183, 'wagtaildocs', '0008_document_file_size', CURRENT_TIMESTAMP),
(184, 'wagtaildocs', '0009_document_verbose_name_plural', CURRENT_TIMESTAMP),
(185, 'wagtaildocs', '0010_document_file_hash', CURRENT_TIMESTAMP),
(186, 'wagtaildocs', '0011_add_choose_permissions', CURRENT_TIMESTAMP),
(187, 'wagtaildocs', '0012_uploadeddocument', CURRENT_TIMESTAMP),
(188, 'wagtaildocs', '0013_delete_uploadeddocument', CURRENT_TIMESTAMP),
(189, 'wagtaildocs', '0014_alter_document_file_size', CURRENT_TIMESTAMP),
(190, 'wagtailembeds', '0001_initial', CURRENT_TIMESTAMP),
(191, 'wagtailembeds', '0002_add_verbose_names', CURRENT_TIMESTAMP),
(192, 'wagtailembeds', '0003_capitalizeverbose', CURRENT_TIMESTAMP),
(193, 'wagtailembeds', '0004_embed_verbose_name_plural', CURRENT_TIMESTAMP),
(194, 'wagtailembeds', '0005_specify_thumbnail_url_max_length', CURRENT_TIMESTAMP),
(195, 'wagtailembeds', '0006_add_embed_hash', CURRENT_TIMESTAMP),
(196, 'wagtailembeds', '0007_populate_hash', CURRENT_TIMESTAMP),
(197, 'wagtailembeds', '0008_allow_long_urls', CURRENT_TIMESTAMP),
(198, 'wagtailembeds', '0009_embed_cache_until', CURRENT_TIMESTAMP),
(199, 'wagtailimages', '0001_initial', CURRENT_TIMESTAMP),
(200, 'wagtailimages', '0002_initial_data', CURRENT_TIMESTAMP),
(201, 'wagtailimages', '0003_fix_focal_point_fields', CURRENT_TIMESTAMP),
(202, 'wagtailimages', '0004_make_focal_point_key_not_nullable', CURRENT_TIMESTAMP),
(203, 'wagtailimages', '0005_make_filter_spec_unique', CURRENT_TIMESTAMP),
(204, 'wagtailimages', '0006_add_verbose_names', CURRENT_TIMESTAMP),
(205, 'wagtailimages', '0007_image_file_size', CURRENT_TIMESTAMP),
(206, 'wagtailimages', '0008_image_created_at_index', CURRENT_TIMESTAMP),
(207, 'wagtailimages', '0009_capitalizeverbose', CURRENT_TIMESTAMP),
(208, 'wagtailimages', '0010_change_on_delete_behaviour', CURRENT_TIMESTAMP),
(209, 'wagtailimages', '0011_image_collection', CURRENT_TIMESTAMP),
(210, 'wagtailimages', '0012_copy_image_permissions_to_collections', CURRENT_TIMESTAMP),
(211, 'wagtailimages', '0013_make_rendition_upload_callable', CURRENT_TIMESTAMP),
(212, 'wagtailimages', '0014_add_filter_spec_field', CURRENT_TIMESTAMP),
(213, 'wagtailimages', '0015_fill_filter_spec_field', CURRENT_TIMESTAMP),
(214, 'wagtailimages', '0016_deprecate_rendition_filter_relation', CURRENT_TIMESTAMP),
(215, 'wagtailimages', '0017_reduce_focal_point_key_max_length', CURRENT_TIMESTAMP),
(216, 'wagtailimages', '0018_remove_rendition_filter', CURRENT_TIMESTAMP),
(217, 'wagtailimages', '0019_delete_filter', CURRENT_TIMESTAMP),
(218, 'wagtailimages', '0020_add-verbose-name', CURRENT_TIMESTAMP),
(219, 'wagtailimages', '0021_image_file_hash', CURRENT_TIMESTAMP),
(220, 'wagtailimages', '0022_uploadedimage', CURRENT_TIMESTAMP),
(221, 'wagtailimages', '0023_add_choose_permissions', CURRENT_TIMESTAMP),
(222, 'wagtailimages', '0024_index_image_file_hash', CURRENT_TIMESTAMP),
(223, 'wagtailimages', '0025_alter_image_file_alter_rendition_file', CURRENT_TIMESTAMP),
(224, 'wagtailimages', '0026_delete_uploadedimage', CURRENT_TIMESTAMP),
(225, 'wagtailimages', '0027_image_description', CURRENT_TIMESTAMP),
(226, 'wagtailredirects', '0001_initial', CURRENT_TIMESTAMP),
(227, 'wagtailredirects', '0002_add_verbose_names', CURRENT_TIMESTAMP),
(228, 'wagtailredirects', '0003_make_site_field_editable', CURRENT_TIMESTAMP),
(229, 'wagtailredirects', '0004_set_unique_on_path_and_site', CURRENT_TIMESTAMP),
(230, 'wagtailredirects', '0005_capitalizeverbose', CURRENT_TIMESTAMP),
(231, 'wagtailredirects', '0006_redirect_increase_max_length', CURRENT_TIMESTAMP),
(232, 'wagtailredirects', '0007_add_autocreate_fields', CURRENT_TIMESTAMP),
(233, 'wagtailredirects', '0008_add_verbose_name_plural', CURRENT_TIMESTAMP),
(234, 'wagtailsearch', '0001_initial', CURRENT_TIMESTAMP),
(235, 'wagtailsearch', '0002_add_verbose_names', CURRENT_TIMESTAMP),
(236, 'wagtailsearch', '0003_remove_editors_pick', CURRENT_TIMESTAMP),
(237, 'wagtailsearch', '0004_querydailyhits_verbose_name_plural', CURRENT_TIMESTAMP),
(238, 'wagtailsearch', '0005_create_indexentry', CURRENT_TIMESTAMP),
(239, 'wagtailsearch', '0006_customise_indexentry', CURRENT_TIMESTAMP),
(240, 'wagtailsearch', '0007_delete_editorspick', CURRENT_TIMESTAMP),
(241, 'wagtailsearch', '0008_remove_query_and_querydailyhits_models', CURRENT_TIMESTAMP),
(242, 'wagtailsearch', '0009_remove_ngram_autocomplete', CURRENT_TIMESTAMP),
(243, 'wagtailsearch', '0010_add_text_fields', CURRENT_TIMESTAMP),
(244, 'wagtailusers', '0001_initial', CURRENT_TIMESTAMP),
(245, 'wagtailusers', '0002_add_verbose_name_on_userprofile', CURRENT_TIMESTAMP),
(246, 'wagtailusers', '0003_add_verbose_names', CURRENT_TIMESTAMP),
(247, 'wagtailusers', '0004_capitalizeverbose', CURRENT_TIMESTAMP),
(248, 'wagtailusers', '0005_make_related_name_wagtail_specific', CURRENT_TIMESTAMP),
(249, 'wagtailusers', '0006_userprofile_prefered_language', CURRENT_TIMESTAMP),
(250, 'wagtailusers', '0007_userprofile_current_time_zone', CURRENT_TIMESTAMP),
(251, 'wagtailusers', '0008_userprofile_avatar', CURRENT_TIMESTAMP),
(252, 'wagtailusers', '0009_userprofile_verbose_name_plural', CURRENT_TIMESTAMP),
(253, 'wagtailusers', '0010_userprofile_updated_comments_notifications', CURRENT_TIMESTAMP),
(254, 'wagtailusers', '0011_userprofile_dismissibles', CURRENT_TIMESTAMP),
(255, 'wagtailusers', '0012_userprofile_theme', CURRENT_TIMESTAMP),
(256, 'wagtailusers', '0013_userprofile_density', CURRENT_TIMESTAMP),
(257, 'wagtailusers', '0014_userprofile_contrast', CURRENT_TIMESTAMP),
(258, 'wagtailusers', '0015_userprofile_keyboard_shortcuts', CURRENT_TIMESTAMP),
(259, 'wagtailimages', '0001_squashed_0021', CURRENT_TIMESTAMP),
(260, 'wagtailcore', '0001_squashed_0016_change_page_url_path_to_text_field', CURRENT_TIMESTAMP);
INSERT INTO "django_content_type" VALUES
(1, 'wagtailcore', 'page'),
(2, 'discussion', 'comment'),
(3, 'wagtailadmin', 'admin'),
(4, 'fundraising', 'gift'),
(5, 'fundraising', 'fundraisingsettings'),
(6, 'wagtailcore', 'groupapprovaltask'),
(7, 'wagtailcore', 'locale'),
(8, 'wagtailcore', 'site'),
(9, 'wagtailcore', 'groupsitepermission'),
(10, 'wagtailcore', 'apitoken'),
(11, 'wagtailcore', 'modellogentry'),
(12, 'wagtailcore', 'revision'),
(13, 'wagtailcore', 'collectionviewrestriction'),
(14, 'wagtailcore', 'collection'),
(15, 'wagtailcore', 'groupcollectionpermission'),
(16, 'wagtailcore', 'uploadedfile'),
(17, 'wagtailcore', 'workflowcontenttype'),
(18, 'wagtailcore', 'workflowstate'),
(19, 'wagtailcore', 'workflow'),
(20, 'wagtailcore', 'workflowtask'),
(21, 'wagtailcore', 'task'),
(22, 'wagtailcore', 'taskstate'),
(23, 'wagtailcore', 'grouppagepermission'),
(24, 'wagtailcore', 'pageviewrestriction'),
(25, 'wagtailcore', 'workflowpage'),
(26, 'wagtailcore', 'pagelogentry'),
(27, 'wagtailcore', 'comment'),
(28, 'wagtailcore', 'commentreply'),
(29, 'wagtailcore', 'pagesubscription'),
(30, 'wagtailcore', 'referenceindex'),
(31, 'publishing', 'author'),
(32, 'publishing', 'topic'),
(33, 'wagtaildocs', 'document'),
(34, 'wagtailimages', 'image'),
(35, 'transfer', 'imported'),
(36, 'publishing', 'frontpage'),
(37, 'publishing', 'sectionpage'),
(38, 'publishing', 'staticpage'),
(39, 'publishing', 'picture'),
(40, 'publishing', 'picturerendition'),
(41, 'publishing', 'articlepage'),
(42, 'publishing', 'byline'),
(43, 'fundraising', 'account'),
(44, 'fundraising', 'campaign'),
(45, 'fundraising', 'giftevent'),
(46, 'fundraising', 'ledgertransaction'),
(47, 'fundraising', 'ledgerentry'),
(48, 'fundraising', 'goal'),
(49, 'fundraising', 'attempt'),
(50, 'fundraising', 'bankcredit'),
(51, 'fundraising', 'breaker'),
(52, 'fundraising', 'dispute'),
(53, 'fundraising', 'donor'),
(54, 'fundraising', 'gatewayobject'),
(55, 'fundraising', 'manualentry'),
(56, 'fundraising', 'notice'),
(57, 'fundraising', 'pledge'),
(58, 'fundraising', 'reconciliationrun'),
(59, 'fundraising', 'refund'),
(60, 'fundraising', 'statementimport'),
(61, 'fundraising', 'carriedsum'),
(62, 'fundraising', 'proof'),
(63, 'fundraising', 'recordline'),
(64, 'fundraising', 'reminder'),
(65, 'fundraising', 'playpayment'),
(66, 'fundraising', 'playrefund'),
(67, 'fundraising', 'playnotice'),
(68, 'discussion', 'discussionrules'),
(69, 'discussion', 'openingvotes'),
(70, 'discussion', 'sentonce'),
(71, 'discussion', 'thread'),
(72, 'discussion', 'pingback'),
(73, 'discussion', 'decision'),
(74, 'discussion', 'vote'),
(75, 'discussion', 'pagemark'),
(76, 'discussion', 'mailbox'),
(77, 'discussion', 'news'),
(78, 'discussion', 'report'),
(79, 'discussion', 'subscription'),
(80, 'discussion', 'suppression'),
(81, 'discussion', 'wording'),
(82, 'discussion', 'passage'),
(83, 'discussion', 'passageplace'),
(84, 'discussion', 'publishedtext'),
(85, 'core', 'announcement'),
(86, 'core', 'hashkey'),
(87, 'core', 'newsroom'),
(88, 'core', 'ratecount'),
(89, 'core', 'letter'),
(90, 'core', 'signinlink'),
(91, 'wagtailredirects', 'redirect'),
(92, 'wagtailembeds', 'embed'),
(93, 'wagtailusers', 'userprofile'),
(94, 'wagtailimages', 'rendition'),
(95, 'wagtailsearch', 'indexentry'),
(96, 'wagtailsearch', 'sqliteftsindexentry'),
(97, 'wagtailadmin', 'editingsession'),
(98, 'wagtailadmin', 'formstate'),
(99, 'taggit', 'tag'),
(100, 'taggit', 'taggeditem'),
(101, 'django_tasks_database', 'dbtaskresult'),
(102, 'auth', 'permission'),
(103, 'auth', 'group'),
(104, 'auth', 'user'),
(105, 'contenttypes', 'contenttype'),
(106, 'sessions', 'session');
INSERT INTO "auth_group_permissions" VALUES
(1, 1, 1),
(2, 2, 2),
(3, 1, 2),
(4, 3, 2),
(5, 3, 3),
(6, 3, 4),
(7, 3, 5),
(8, 2, 114),
(9, 2, 115),
(10, 2, 116),
(11, 1, 114),
(12, 1, 115),
(13, 1, 117),
(14, 1, 116),
(15, 2, 118),
(16, 2, 119),
(17, 2, 120),
(18, 1, 118),
(19, 1, 119),
(20, 1, 121),
(21, 1, 120),
(22, 2, 122),
(23, 2, 123),
(24, 2, 124),
(25, 1, 122),
(26, 1, 123),
(27, 1, 124),
(28, 2, 125),
(29, 1, 125),
(30, 3, 125),
(31, 2, 128),
(32, 2, 126),
(33, 2, 127),
(34, 1, 128),
(35, 1, 126),
(36, 1, 127),
(37, 2, 129),
(38, 1, 129),
(39, 3, 129);
INSERT INTO "auth_permission" VALUES
(1, 2, 'moderate_comment', 'Can moderate the discussion'),
(2, 3, 'access_admin', 'Can access Wagtail admin'),
(3, 4, 'view_gift', 'Can view gift'),
(4, 4, 'change_gift', 'Can change gift'),
(5, 5, 'change_fundraisingsettings', 'Can change Giving settings'),
(6, 7, 'add_locale', 'Can add locale'),
(7, 7, 'change_locale', 'Can change locale'),
(8, 7, 'delete_locale', 'Can delete locale'),
(9, 7, 'view_locale', 'Can view locale'),
(10, 8, 'add_site', 'Can add site'),
(11, 8, 'change_site', 'Can change site'),
(12, 8, 'delete_site', 'Can delete site'),
(13, 8, 'view_site', 'Can view site'),
(14, 9, 'add_groupsitepermission', 'Can add group site permission'),
(15, 9, 'change_groupsitepermission', 'Can change group site permission'),
(16, 9, 'delete_groupsitepermission', 'Can delete group site permission'),
(17, 9, 'view_groupsitepermission', 'Can view group site permission'),
(18, 10, 'add_apitoken', 'Can add API token'),
(19, 10, 'change_apitoken', 'Can change API token'),
(20, 10, 'delete_apitoken', 'Can delete API token'),
(21, 10, 'view_apitoken', 'Can view API token'),
(22, 11, 'add_modellogentry', 'Can add model log entry'),
(23, 11, 'change_modellogentry', 'Can change model log entry'),
(24, 11, 'delete_modellogentry', 'Can delete model log entry'),
(25, 11, 'view_modellogentry', 'Can view model log entry'),
(26, 12, 'add_revision', 'Can add revision'),
(27, 12, 'change_revision', 'Can change revision'),
(28, 12, 'delete_revision', 'Can delete revision'),
(29, 12, 'view_revision', 'Can view revision'),
(30, 13, 'add_collectionviewrestriction', 'Can add collection view restriction'),
(31, 13, 'change_collectionviewrestriction', 'Can change collection view restriction'),
(32, 13, 'delete_collectionviewrestriction', 'Can delete collection view restriction'),
(33, 13, 'view_collectionviewrestriction', 'Can view collection view restriction'),
(34, 14, 'add_collection', 'Can add collection'),
(35, 14, 'change_collection', 'Can change collection'),
(36, 14, 'delete_collection', 'Can delete collection'),
(37, 14, 'view_collection', 'Can view collection'),
(38, 15, 'add_groupcollectionpermission', 'Can add group collection permission'),
(39, 15, 'change_groupcollectionpermission', 'Can change group collection permission'),
(40, 15, 'delete_groupcollectionpermission', 'Can delete group collection permission'),
(41, 15, 'view_groupcollectionpermission', 'Can view group collection permission'),
(42, 16, 'add_uploadedfile', 'Can add uploaded file'),
(43, 16, 'change_uploadedfile', 'Can change uploaded file'),
(44, 16, 'delete_uploadedfile', 'Can delete uploaded file'),
(45, 16, 'view_uploadedfile', 'Can view uploaded file'),
(46, 17, 'add_workflowcontenttype', 'Can add workflow content type'),
(47, 17, 'change_workflowcontenttype', 'Can change workflow content type'),
(48, 17, 'delete_workflowcontenttype', 'Can delete workflow content type'),
(49, 17, 'view_workflowcontenttype', 'Can view workflow content type'),
(50, 18, 'add_workflowstate', 'Can add Workflow state'),
(51, 18, 'change_workflowstate', 'Can change Workflow state'),
(52, 18, 'delete_workflowstate', 'Can delete Workflow state'),
(53, 18, 'view_workflowstate', 'Can view Workflow state'),
(54, 19, 'add_workflow', 'Can add workflow'),
(55, 19, 'change_workflow', 'Can change workflow'),
(56, 19, 'delete_workflow', 'Can delete workflow'),
(57, 19, 'view_workflow', 'Can view workflow'),
(58, 20, 'add_workflowtask', 'Can add workflow task order'),
(59, 20, 'change_workflowtask', 'Can change workflow task order'),
(60, 20, 'delete_workflowtask', 'Can delete workflow task order'),
(61, 20, 'view_workflowtask', 'Can view workflow task order'),
(62, 21, 'add_task', 'Can add task'),
(63, 21, 'change_task', 'Can change task'),
(64, 21, 'delete_task', 'Can delete task'),
(65, 21, 'view_task', 'Can view task'),
(66, 6, 'add_groupapprovaltask', 'Can add Group approval task'),
(67, 6, 'change_groupapprovaltask', 'Can change Group approval task'),
(68, 6, 'delete_groupapprovaltask', 'Can delete Group approval task'),
(69, 6, 'view_groupapprovaltask', 'Can view Group approval task'),
(70, 22, 'add_taskstate', 'Can add Task state'),
(71, 22, 'change_taskstate', 'Can change Task state'),
(72, 22, 'delete_taskstate', 'Can delete Task state'),
(73, 22, 'view_taskstate', 'Can view Task state'),
(74, 1, 'add_page', 'Can add page'),
(75, 1, 'change_page', 'Can change page'),
(76, 1, 'delete_page', 'Can delete page'),
(77, 1, 'view_page', 'Can view page'),
(78, 1, 'bulk_delete_page', 'Delete pages with children'),
(79, 1, 'lock_page', 'Lock/unlock pages you''ve locked'),
(80, 1, 'publish_page', 'Publish any page'),
(81, 1, 'unlock_page', 'Unlock any page'),
(82, 23, 'add_grouppagepermission', 'Can add group page permission'),
(83, 23, 'change_grouppagepermission', 'Can change group page permission'),
(84, 23, 'delete_grouppagepermission', 'Can delete group page permission'),
(85, 23, 'view_grouppagepermission', 'Can view group page permission'),
(86, 24, 'add_pageviewrestriction', 'Can add page view restriction'),
(87, 24, 'change_pageviewrestriction', 'Can change page view restriction'),
(88, 24, 'delete_pageviewrestriction', 'Can delete page view restriction'),
(89, 24, 'view_pageviewrestriction', 'Can view page view restriction'),
(90, 25, 'add_workflowpage', 'Can add workflow page'),
(91, 25, 'change_workflowpage', 'Can change workflow page'),
(92, 25, 'delete_workflowpage', 'Can delete workflow page'),
(93, 25, 'view_workflowpage', 'Can view workflow page'),
(94, 26, 'add_pagelogentry', 'Can add page log entry'),
(95, 26, 'change_pagelogentry', 'Can change page log entry'),
(96, 26, 'delete_pagelogentry', 'Can delete page log entry'),
(97, 26, 'view_pagelogentry', 'Can view page log entry'),
(98, 27, 'add_comment', 'Can add comment'),
(99, 27, 'change_comment', 'Can change comment'),
(100, 27, 'delete_comment', 'Can delete comment'),
(101, 27, 'view_comment', 'Can view comment'),
(102, 28, 'add_commentreply', 'Can add comment reply'),
(103, 28, 'change_commentreply', 'Can change comment reply'),
(104, 28, 'delete_commentreply', 'Can delete comment reply'),
(105, 28, 'view_commentreply', 'Can view comment reply'),
(106, 29, 'add_pagesubscription', 'Can add page subscription'),
(107, 29, 'change_pagesubscription', 'Can change page subscription'),
(108, 29, 'delete_pagesubscription', 'Can delete page subscription'),
(109, 29, 'view_pagesubscription', 'Can view page subscription'),
(110, 30, 'add_referenceindex', 'Can add reference index'),
(111, 30, 'change_referenceindex', 'Can change reference index'),
(112, 30, 'delete_referenceindex', 'Can delete reference index'),
(113, 30, 'view_referenceindex', 'Can view reference index'),
(114, 31, 'add_author', 'Can add author'),
(115, 31, 'change_author', 'Can change author'),
(116, 31, 'view_author', 'Can view author'),
(117, 31, 'delete_author', 'Can delete author'),
(118, 32, 'add_topic', 'Can add topic'),
(119, 32, 'change_topic', 'Can change topic'),
(120, 32, 'view_topic', 'Can view topic'),
(121, 32, 'delete_topic', 'Can delete topic'),
(122, 33, 'add_document', 'Can add document'),
(123, 33, 'change_document', 'Can change document'),
(124, 33, 'delete_document', 'Can delete document'),
(125, 33, 'choose_document', 'Can choose document'),
(126, 34, 'add_image', 'Can add image'),
(127, 34, 'change_image', 'Can change image'),
(128, 34, 'delete_image', 'Can delete image'),
(129, 34, 'choose_image', 'Can choose image'),
(130, 35, 'add_imported', 'Can add imported'),
(131, 35, 'change_imported', 'Can change imported'),
(132, 35, 'delete_imported', 'Can delete imported'),
(133, 35, 'view_imported', 'Can view imported'),
(134, 36, 'add_frontpage', 'Can add front page'),
(135, 36, 'change_frontpage', 'Can change front page'),
(136, 36, 'delete_frontpage', 'Can delete front page'),
(137, 36, 'view_frontpage', 'Can view front page'),
(138, 37, 'add_sectionpage', 'Can add section'),
(139, 37, 'change_sectionpage', 'Can change section'),
(140, 37, 'delete_sectionpage', 'Can delete section'),
(141, 37, 'view_sectionpage', 'Can view section'),
(142, 38, 'add_staticpage', 'Can add page'),
(143, 38, 'change_staticpage', 'Can change page'),
(144, 38, 'delete_staticpage', 'Can delete page'),
(145, 38, 'view_staticpage', 'Can view page'),
(146, 39, 'add_picture', 'Can add picture'),
(147, 39, 'change_picture', 'Can change picture'),
(148, 39, 'delete_picture', 'Can delete picture'),
(149, 39, 'view_picture', 'Can view picture'),
(150, 39, 'choose_image', 'Can choose image'),
(151, 40, 'add_picturerendition', 'Can add picture rendition'),
(152, 40, 'change_picturerendition', 'Can change picture rendition'),
(153, 40, 'delete_picturerendition', 'Can delete picture rendition'),
(154, 40, 'view_picturerendition', 'Can view picture rendition'),
(155, 41, 'add_articlepage', 'Can add article'),
(156, 41, 'change_articlepage', 'Can change article'),
(157, 41, 'delete_articlepage', 'Can delete article'),
(158, 41, 'view_articlepage', 'Can view article'),
(159, 42, 'add_byline', 'Can add byline'),
(160, 42, 'change_byline', 'Can change byline'),
(161, 42, 'delete_byline', 'Can delete byline'),
(162, 42, 'view_byline', 'Can view byline'),
(163, 5, 'add_fundraisingsettings', 'Can add giving'),
(164, 5, 'delete_fundraisingsettings', 'Can delete giving'),
(165, 5, 'view_fundraisingsettings', 'Can view giving'),
(166, 43, 'add_account', 'Can add account'),
(167, 43, 'change_account', 'Can change account'),
(168, 43, 'delete_account', 'Can delete account'),
(169, 43, 'view_account', 'Can view account'),
(170, 44, 'add_campaign', 'Can add campaign'),
(171, 44, 'change_campaign', 'Can change campaign'),
(172, 44, 'delete_campaign', 'Can delete campaign'),
(173, 44, 'view_campaign', 'Can view campaign'),
(174, 4, 'add_gift', 'Can add gift'),
(175, 4, 'delete_gift', 'Can delete gift'),
(176, 45, 'add_giftevent', 'Can add gift event'),
(177, 45, 'change_giftevent', 'Can change gift event'),
(178, 45, 'delete_giftevent', 'Can delete gift event'),
(179, 45, 'view_giftevent', 'Can view gift event'),
(180, 46, 'add_ledgertransaction', 'Can add ledger transaction'),
(181, 46, 'change_ledgertransaction', 'Can change ledger transaction'),
(182, 46, 'delete_ledgertransaction', 'Can delete ledger transaction'),
(183, 46, 'view_ledgertransaction', 'Can view ledger transaction'),
(184, 47, 'add_ledgerentry', 'Can add ledger entry'),
(185, 47, 'change_ledgerentry', 'Can change ledger entry'),
(186, 47, 'delete_ledgerentry', 'Can delete ledger entry'),
(187, 47, 'view_ledgerentry', 'Can view ledger entry'),
(188, 48, 'add_goal', 'Can add goal'),
(189, 48, 'change_goal', 'Can change goal'),
(190, 48, 'delete_goal', 'Can delete goal'),
(191, 48, 'view_goal', 'Can view goal'),
(192, 49, 'add_attempt', 'Can add attempt'),
(193, 49, 'change_attempt', 'Can change attempt'),
(194, 49, 'delete_attempt', 'Can delete attempt'),
(195, 49, 'view_attempt', 'Can view attempt'),
(196, 50, 'add_bankcredit', 'Can add bank credit'),
(197, 50, 'change_bankcredit', 'Can change bank credit'),
(198, 50, 'delete_bankcredit', 'Can delete bank credit'),
(199, 50, 'view_bankcredit', 'Can view bank credit'),
(200, 51, 'add_breaker', 'Can add pause of card payments'),
(201, 51, 'change_breaker', 'Can change pause of card payments'),
(202, 51, 'delete_breaker', 'Can delete pause of card payments'),
(203, 51, 'view_breaker', 'Can view pause of card payments'),
(204, 52, 'add_dispute', 'Can add dispute'),
(205, 52, 'change_dispute', 'Can change dispute'),
(206, 52, 'delete_dispute', 'Can delete dispute'),
(207, 52, 'view_dispute', 'Can view dispute'),
(208, 53, 'add_donor', 'Can add donor'),
(209, 53, 'change_donor', 'Can change donor'),
(210, 53, 'delete_donor', 'Can delete donor'),
(211, 53, 'view_donor', 'Can view donor'),
(212, 54, 'add_gatewayobject', 'Can add gateway object'),
(213, 54, 'change_gatewayobject', 'Can change gateway object'),
(214, 54, 'delete_gatewayobject', 'Can delete gateway object'),
(215, 54, 'view_gatewayobject', 'Can view gateway object'),
(216, 55, 'add_manualentry', 'Can add entry by hand'),
(217, 55, 'change_manualentry', 'Can change entry by hand'),
(218, 55, 'delete_manualentry', 'Can delete entry by hand'),
(219, 55, 'view_manualentry', 'Can view entry by hand'),
(220, 56, 'add_notice', 'Can add notice'),
(221, 56, 'change_notice', 'Can change notice'),
(222, 56, 'delete_notice', 'Can delete notice'),
(223, 56, 'view_notice', 'Can view notice'),
(224, 57, 'add_pledge', 'Can add pledge'),
(225, 57, 'change_pledge', 'Can change pledge'),
(226, 57, 'delete_pledge', 'Can delete pledge'),
(227, 57, 'view_pledge', 'Can view pledge'),
(228, 58, 'add_reconciliationrun', 'Can add reconciliation'),
(229, 58, 'change_reconciliationrun', 'Can change reconciliation'),
(230, 58, 'delete_reconciliationrun', 'Can delete reconciliation'),
(231, 58, 'view_reconciliationrun', 'Can view reconciliation'),
(232, 59, 'add_refund', 'Can add refund'),
(233, 59, 'change_refund', 'Can change refund'),
(234, 59, 'delete_refund', 'Can delete refund'),
(235, 59, 'view_refund', 'Can view refund'),
(236, 60, 'add_statementimport', 'Can add bank statement'),
(237, 60, 'change_statementimport', 'Can change bank statement'),
(238, 60, 'delete_statementimport', 'Can delete bank statement'),
(239, 60, 'view_statementimport', 'Can view bank statement'),
(240, 61, 'add_carriedsum', 'Can add carried sum'),
(241, 61, 'change_carriedsum', 'Can change carried sum'),
(242, 61, 'delete_carriedsum', 'Can delete carried sum'),
(243, 61, 'view_carriedsum', 'Can view carried sum'),
(244, 62, 'add_proof', 'Can add proof'),
(245, 62, 'change_proof', 'Can change proof'),
(246, 62, 'delete_proof', 'Can delete proof'),
(247, 62, 'view_proof', 'Can view proof'),
(248, 63, 'add_recordline', 'Can add record line'),
(249, 63, 'change_recordline', 'Can change record line'),
(250, 63, 'delete_recordline', 'Can delete record line'),
(251, 63, 'view_recordline', 'Can view record line'),
(252, 64, 'add_reminder', 'Can add reminder'),
(253, 64, 'change_reminder', 'Can change reminder'),
(254, 64, 'delete_reminder', 'Can delete reminder'),
(255, 64, 'view_reminder', 'Can view reminder'),
(256, 65, 'add_playpayment', 'Can add play payment'),
(257, 65, 'change_playpayment', 'Can change play payment'),
(258, 65, 'delete_playpayment', 'Can delete play payment'),
(259, 65, 'view_playpayment', 'Can view play payment'),
(260, 66, 'add_playrefund', 'Can add play refund'),
(261, 66, 'change_playrefund', 'Can change play refund'),
(262, 66, 'delete_playrefund', 'Can delete play refund'),
(263, 66, 'view_playrefund', 'Can view play refund'),
(264, 67, 'add_playnotice', 'Can add play notice'),
(265, 67, 'change_playnotice', 'Can change play notice'),
(266, 67, 'delete_playnotice', 'Can delete play notice'),
(267, 67, 'view_playnotice', 'Can view play notice'),
(268, 2, 'add_comment', 'Can add comment'),
(269, 2, 'change_comment', 'Can change comment'),
(270, 2, 'delete_comment', 'Can delete comment'),
(271, 2, 'view_comment', 'Can view comment'),
(272, 68, 'add_discussionrules', 'Can add comment rules'),
(273, 68, 'change_discussionrules', 'Can change comment rules'),
(274, 68, 'delete_discussionrules', 'Can delete comment rules'),
(275, 68, 'view_discussionrules', 'Can view comment rules'),
(276, 69, 'add_openingvotes', 'Can add opening votes'),
(277, 69, 'change_openingvotes', 'Can change opening votes'),
(278, 69, 'delete_openingvotes', 'Can delete opening votes'),
(279, 69, 'view_openingvotes', 'Can view opening votes'),
(280, 70, 'add_sentonce', 'Can add sent once'),
(281, 70, 'change_sentonce', 'Can change sent once'),
(282, 70, 'delete_sentonce', 'Can delete sent once'),
(283, 70, 'view_sentonce', 'Can view sent once'),
(284, 71, 'add_thread', 'Can add thread'),
(285, 71, 'change_thread', 'Can change thread'),
(286, 71, 'delete_thread', 'Can delete thread'),
(287, 71, 'view_thread', 'Can view thread'),
(288, 72, 'add_pingback', 'Can add pingback'),
(289, 72, 'change_pingback', 'Can change pingback'),
(290, 72, 'delete_pingback', 'Can delete pingback'),
(291, 72, 'view_pingback', 'Can view pingback'),
(292, 73, 'add_decision', 'Can add decision'),
(293, 73, 'change_decision', 'Can change decision'),
(294, 73, 'delete_decision', 'Can delete decision'),
(295, 73, 'view_decision', 'Can view decision'),
(296, 74, 'add_vote', 'Can add vote'),
(297, 74, 'change_vote', 'Can change vote'),
(298, 74, 'delete_vote', 'Can delete vote'),
(299, 74, 'view_vote', 'Can view vote'),
(300, 75, 'add_pagemark', 'Can add page mark'),
(301, 75, 'change_pagemark', 'Can change page mark'),
(302, 75, 'delete_pagemark', 'Can delete page mark'),
(303, 75, 'view_pagemark', 'Can view page mark'),
(304, 76, 'add_mailbox', 'Can add mailbox'),
(305, 76, 'change_mailbox', 'Can change mailbox'),
(306, 76, 'delete_mailbox', 'Can delete mailbox'),
(307, 76, 'view_mailbox', 'Can view mailbox'),
(308, 77, 'add_news', 'Can add news'),
(309, 77, 'change_news', 'Can change news'),
(310, 77, 'delete_news', 'Can delete news'),
(311, 77, 'view_news', 'Can view news'),
(312, 78, 'add_report', 'Can add report'),
(313, 78, 'change_report', 'Can change report'),
(314, 78, 'delete_report', 'Can delete report'),
(315, 78, 'view_report', 'Can view report'),
(316, 79, 'add_subscription', 'Can add subscription'),
(317, 79, 'change_subscription', 'Can change subscription'),
(318, 79, 'delete_subscription', 'Can delete subscription'),
(319, 79, 'view_subscription', 'Can view subscription'),
(320, 80, 'add_suppression', 'Can add suppression'),
(321, 80, 'change_suppression', 'Can change suppression'),
(322, 80, 'delete_suppression', 'Can delete suppression'),
(323, 80, 'view_suppression', 'Can view suppression'),
(324, 81, 'add_wording', 'Can add earlier wording'),
(325, 81, 'change_wording', 'Can change earlier wording'),
(326, 81, 'delete_wording', 'Can delete earlier wording'),
(327, 81, 'view_wording', 'Can view earlier wording'),
(328, 82, 'add_passage', 'Can add passage'),
(329, 82, 'change_passage', 'Can change passage'),
(330, 82, 'delete_passage', 'Can delete passage'),
(331, 82, 'view_passage', 'Can view passage'),
(332, 83, 'add_passageplace', 'Can add place of a passage'),
(333, 83, 'change_passageplace', 'Can change place of a passage'),
(334, 83, 'delete_passageplace', 'Can delete place of a passage'),
(335, 83, 'view_passageplace', 'Can view place of a passage'),
(336, 84, 'add_publishedtext', 'Can add published text'),
(337, 84, 'change_publishedtext', 'Can change published text'),
(338, 84, 'delete_publishedtext', 'Can delete published text'),
(339, 84, 'view_publishedtext', 'Can view published text'),
(340, 85, 'add_announcement', 'Can add announcement'),
(341, 85, 'change_announcement', 'Can change announcement'),
(342, 85, 'delete_announcement', 'Can delete announcement'),
(343, 85, 'view_announcement', 'Can view announcement'),
(344, 86, 'add_hashkey', 'Can add hash key'),
(345, 86, 'change_hashkey', 'Can change hash key'),
(346, 86, 'delete_hashkey', 'Can delete hash key'),
(347, 86, 'view_hashkey', 'Can view hash key'),
(348, 87, 'add_newsroom', 'Can add Newsroom'),
(349, 87, 'change_newsroom', 'Can change Newsroom'),
(350, 87, 'delete_newsroom', 'Can delete Newsroom'),
(351, 87, 'view_newsroom', 'Can view Newsroom'),
(352, 88, 'add_ratecount', 'Can add rate count'),
(353, 88, 'change_ratecount', 'Can change rate count'),
(354, 88, 'delete_ratecount', 'Can delete rate count'),
(355, 88, 'view_ratecount', 'Can view rate count'),
(356, 89, 'add_letter', 'Can add letter'),
(357, 89, 'change_letter', 'Can change letter'),
(358, 89, 'delete_letter', 'Can delete letter'),
(359, 89, 'view_letter', 'Can view letter'),
(360, 90, 'add_signinlink', 'Can add sign in link'),
(361, 90, 'change_signinlink', 'Can change sign in link'),
(362, 90, 'delete_signinlink', 'Can delete sign in link'),
(363, 90, 'view_signinlink', 'Can view sign in link'),
(364, 91, 'add_redirect', 'Can add redirect'),
(365, 91, 'change_redirect', 'Can change redirect'),
(366, 91, 'delete_redirect', 'Can delete redirect'),
(367, 91, 'view_redirect', 'Can view redirect'),
(368, 92, 'add_embed', 'Can add embed'),
(369, 92, 'change_embed', 'Can change embed'),
(370, 92, 'delete_embed', 'Can delete embed'),
(371, 92, 'view_embed', 'Can view embed'),
(372, 93, 'add_userprofile', 'Can add user profile'),
(373, 93, 'change_userprofile', 'Can change user profile'),
(374, 93, 'delete_userprofile', 'Can delete user profile'),
(375, 93, 'view_userprofile', 'Can view user profile'),
(376, 33, 'view_document', 'Can view document'),
(377, 34, 'view_image', 'Can view image'),
(378, 94, 'add_rendition', 'Can add rendition'),
(379, 94, 'change_rendition', 'Can change rendition'),
(380, 94, 'delete_rendition', 'Can delete rendition'),
(381, 94, 'view_rendition', 'Can view rendition'),
(382, 95, 'add_indexentry', 'Can add index entry'),
(383, 95, 'change_indexentry', 'Can change index entry'),
(384, 95, 'delete_indexentry', 'Can delete index entry'),
(385, 95, 'view_indexentry', 'Can view index entry'),
(386, 96, 'add_sqliteftsindexentry', 'Can add sqliteftsindexentry'),
(387, 96, 'change_sqliteftsindexentry', 'Can change sqliteftsindexentry'),
(388, 96, 'delete_sqliteftsindexentry', 'Can delete sqliteftsindexentry'),
(389, 96, 'view_sqliteftsindexentry', 'Can view sqliteftsindexentry'),
(390, 97, 'add_editingsession', 'Can add editing session'),
(391, 97, 'change_editingsession', 'Can change editing session'),
(392, 97, 'delete_editingsession', 'Can delete editing session'),
(393, 97, 'view_editingsession', 'Can view editing session'),
(394, 98, 'add_formstate', 'Can add form state'),
(395, 98, 'change_formstate', 'Can change form state'),
(396, 98, 'delete_formstate', 'Can delete form state'),
(397, 98, 'view_formstate', 'Can view form state'),
(398, 99, 'add_tag', 'Can add tag'),
(399, 99, 'change_tag', 'Can change tag'),
(400, 99, 'delete_tag', 'Can delete tag'),
(401, 99, 'view_tag', 'Can view tag'),
(402, 100, 'add_taggeditem', 'Can add tagged item'),
(403, 100, 'change_taggeditem', 'Can change tagged item'),
(404, 100, 'delete_taggeditem', 'Can delete tagged item'),
(405, 100, 'view_taggeditem', 'Can view tagged item'),
(406, 101, 'add_dbtaskresult', 'Can add Task Result'),
(407, 101, 'change_dbtaskresult', 'Can change Task Result'),
(408, 101, 'delete_dbtaskresult', 'Can delete Task Result'),
(409, 101, 'view_dbtaskresult', 'Can view Task Result'),
(410, 102, 'add_permission', 'Can add permission'),
(411, 102, 'change_permission', 'Can change permission'),
(412, 102, 'delete_permission', 'Can delete permission'),
(413, 102, 'view_permission', 'Can view permission'),
(414, 103, 'add_group', 'Can add group'),
(415, 103, 'change_group', 'Can change group'),
(416, 103, 'delete_group', 'Can delete group'),
(417, 103, 'view_group', 'Can view group'),
(418, 104, 'add_user', 'Can add user'),
(419, 104, 'change_user', 'Can change user'),
(420, 104, 'delete_user', 'Can delete user'),
(421, 104, 'view_user', 'Can view user'),
(422, 105, 'add_contenttype', 'Can add content type'),
(423, 105, 'change_contenttype', 'Can change content type'),
(424, 105, 'delete_contenttype', 'Can delete content type'),
(425, 105, 'view_contenttype', 'Can view content type'),
(426, 106, 'add_session', 'Can add session'),
(427, 106, 'change_session', 'Can change session'),
(428, 106, 'delete_session', 'Can delete session'),
(429, 106, 'view_session', 'Can view session');
INSERT INTO "auth_group" VALUES
(1, 'Moderators'),
(2, 'Editors'),
(3, 'Treasurers');
INSERT INTO "wagtailcore_collection" VALUES
(1, '0001', 1, 0, 'Root');
INSERT INTO "wagtailcore_groupcollectionpermission" VALUES
(1, 1, 2, 122),
(2, 1, 1, 122),
(3, 1, 2, 123),
(4, 1, 1, 123),
(5, 1, 2, 125),
(6, 1, 1, 125),
(7, 1, 3, 125),
(8, 1, 2, 126),
(9, 1, 1, 126),
(10, 1, 2, 127),
(11, 1, 1, 127),
(12, 1, 2, 129),
(13, 1, 1, 129),
(14, 1, 3, 129);
INSERT INTO "wagtailcore_site" VALUES
(1, 'localhost', 80, 1, 2, '');
INSERT INTO "wagtailcore_task" VALUES
(1, 'Moderators approval', 1, 6);
INSERT INTO "wagtailcore_workflow" VALUES
(1, 'Moderators approval', 1);
INSERT INTO "wagtailcore_groupapprovaltask" VALUES
(1);
INSERT INTO "wagtailcore_workflowpage" VALUES
(1, 1);
INSERT INTO "wagtailcore_workflowtask" VALUES
(1, 0, 1, 1);
INSERT INTO "wagtailcore_groupapprovaltask_groups" VALUES
(1, 1, 1);
INSERT INTO "wagtailcore_locale" VALUES
(1, 'en');
INSERT INTO "wagtailcore_page" VALUES
(1, '0001', 1, 1, 'Root', 'root', 1, 0, '/', '', 0, '', NULL, NULL, 0, 1, NULL, 0, NULL, NULL, NULL, NULL, 'Root', NULL, NULL, 1, lower(hex(randomblob(16))), NULL, NULL),
(2, '00010001', 2, 0, 'Welcome to your new Wagtail site!', 'home', 1, 0, '/home/', '', 0, '', NULL, NULL, 0, 1, NULL, 0, NULL, NULL, NULL, NULL, 'Welcome to your new Wagtail site!', NULL, NULL, 1, lower(hex(randomblob(16))), NULL, NULL);
INSERT INTO "wagtailcore_grouppagepermission" VALUES
(1, 1, 1, 74),
(2, 1, 1, 75),
(3, 1, 1, 80),
(4, 2, 1, 74),
(5, 2, 1, 75),
(6, 1, 1, 79),
(7, 1, 1, 81);
CREATE UNIQUE INDEX "django_content_type_app_label_model_76bd3d3b_uniq" ON "django_content_type" ("app_label", "model");
CREATE UNIQUE INDEX "auth_group_permissions_group_id_permission_id_0cd325b0_uniq" ON "auth_group_permissions" ("group_id", "permission_id");
CREATE INDEX "auth_group_permissions_group_id_b120cbf9" ON "auth_group_permissions" ("group_id");
CREATE INDEX "auth_group_permissions_permission_id_84c5c92e" ON "auth_group_permissions" ("permission_id");
CREATE UNIQUE INDEX "auth_user_groups_user_id_group_id_94350c0c_uniq" ON "auth_user_groups" ("user_id", "group_id");
CREATE INDEX "auth_user_groups_user_id_6a12ed8b" ON "auth_user_groups" ("user_id");
CREATE INDEX "auth_user_groups_group_id_97559544" ON "auth_user_groups" ("group_id");
CREATE UNIQUE INDEX "auth_user_user_permissions_user_id_permission_id_14a6b632_uniq" ON "auth_user_user_permissions" ("user_id", "permission_id");
CREATE INDEX "auth_user_user_permissions_user_id_a95ead1b" ON "auth_user_user_permissions" ("user_id");
CREATE INDEX "auth_user_user_permissions_permission_id_1fbb5f2c" ON "auth_user_user_permissions" ("permission_id");
CREATE UNIQUE INDEX "auth_permission_content_type_id_codename_01ab375a_uniq" ON "auth_permission" ("content_type_id", "codename");
CREATE INDEX "auth_permission_content_type_id_2f476e4b" ON "auth_permission" ("content_type_id");
CREATE INDEX "core_signinlink_user_id_eeb50693" ON "core_signinlink" ("user_id");
CREATE INDEX "letter_state_due" ON "core_letter" ("state", "due_at");
CREATE INDEX "discussion_sentonce_created_at_167d8cef" ON "discussion_sentonce" ("created_at");
CREATE INDEX "discussion_sentonce_comment_id_54605f72" ON "discussion_sentonce" ("comment_id");
CREATE INDEX "discussion_pingback_thread_id_ee53d76a" ON "discussion_pingback" ("thread_id");
CREATE INDEX "discussion_decision_by_id_d96df3c3" ON "discussion_decision" ("by_id");
CREATE INDEX "discussion_decision_comment_id_a63ca6c8" ON "discussion_decision" ("comment_id");
CREATE INDEX "discussion_decision_thread_id_84289a94" ON "discussion_decision" ("thread_id");
CREATE INDEX "decision_by_comment" ON "discussion_decision" ("comment_id", "created_at");
CREATE INDEX "discussion_vote_comment_id_bd1d6e84" ON "discussion_vote" ("comment_id");
CREATE INDEX "vote_by_visitor" ON "discussion_vote" ("comment_id", "visitor_key");
CREATE INDEX "discussion_pagemark_thread_id_918939bc" ON "discussion_pagemark" ("thread_id");
CREATE INDEX "discussion_mailbox_due_at_19250ef9" ON "discussion_mailbox" ("due_at");
CREATE INDEX "discussion_discussionrules_rules_page_id_46004cb2" ON "discussion_discussionrules" ("rules_page_id");
CREATE INDEX "discussion_wording_comment_id_d755bf8c" ON "discussion_wording" ("comment_id");
CREATE INDEX "discussion_news_created_at_aadae544" ON "discussion_news" ("created_at");
CREATE INDEX "discussion_news_comment_id_12db6182" ON "discussion_news" ("comment_id");
CREATE INDEX "discussion_news_mailbox_id_4d0b0534" ON "discussion_news" ("mailbox_id");
CREATE INDEX "discussion_report_comment_id_ed1db431" ON "discussion_report" ("comment_id");
CREATE INDEX "report_open" ON "discussion_report" ("settled_at", "created_at");
CREATE INDEX "discussion_thread_closed_by_id_30cc44d9" ON "discussion_thread" ("closed_by_id");
CREATE INDEX "thread_most_discussed" ON "discussion_thread" ("comment_count" DESC, "id");
CREATE INDEX "discussion_passageplace_passage_id_18db897e" ON "discussion_passageplace" ("passage_id");
CREATE INDEX "discussion_passage_asked_by_id_baa219fc" ON "discussion_passage" ("asked_by_id");
CREATE INDEX "discussion_passage_thread_id_e479c5bf" ON "discussion_passage" ("thread_id");
CREATE INDEX "passage_by_position" ON "discussion_passage" ("thread_id", "position", "id");
CREATE INDEX "discussion_publishedtext_thread_id_99e6dfde" ON "discussion_publishedtext" ("thread_id");
CREATE UNIQUE INDEX "subscription_once" ON "discussion_subscription" ("mailbox_id", "subject", "kind") WHERE "passage_id" IS NULL;
CREATE UNIQUE INDEX "subscription_to_passage_once" ON "discussion_subscription" ("mailbox_id", "passage_id") WHERE "passage_id" IS NOT NULL;
CREATE INDEX "discussion_subscription_mailbox_id_35a2b5e3" ON "discussion_subscription" ("mailbox_id");
CREATE INDEX "discussion_subscription_passage_id_b93870be" ON "discussion_subscription" ("passage_id");
CREATE INDEX "subscription_confirmed" ON "discussion_subscription" ("subject", "kind") WHERE "confirmed_at" IS NOT NULL;
CREATE INDEX "subscription_unconfirmed" ON "discussion_subscription" ("asked_at") WHERE "confirmed_at" IS NULL;
CREATE INDEX "comment_by_time" ON "discussion_comment" ("thread_id", "parent_id", "created_at", "id");
CREATE INDEX "comment_by_score" ON "discussion_comment" ("thread_id", "parent_id", "score" DESC, "id");
CREATE INDEX "comment_by_state" ON "discussion_comment" ("state", "created_at", "id");
CREATE INDEX "comment_repeats" ON "discussion_comment" ("fingerprint", "created_at");
CREATE INDEX "comment_by_visitor" ON "discussion_comment" ("visitor_key", "state");
CREATE INDEX "comment_newest_in_thread" ON "discussion_comment" ("thread_id", "created_at");
CREATE INDEX "comment_by_email" ON "discussion_comment" ("email") WHERE NOT ("email" = '');
CREATE INDEX "comment_pinned" ON "discussion_comment" ("thread_id", "parent_id") WHERE "is_pinned";
CREATE INDEX "comment_under_root" ON "discussion_comment" ("root_id", "created_at", "id") WHERE "root_id" IS NOT NULL;
CREATE INDEX "comment_under_parent" ON "discussion_comment" ("parent_id") WHERE "parent_id" IS NOT NULL;
CREATE INDEX "comment_on_passage" ON "discussion_comment" ("passage_id") WHERE "passage_id" IS NOT NULL;
CREATE INDEX "comment_by_staff" ON "discussion_comment" ("staff_id") WHERE "staff_id" IS NOT NULL;
CREATE INDEX "django_task_queue_n_99c321_idx" ON "django_tasks_database_dbtaskresult" ("queue_name");
CREATE INDEX "django_task_backend_071754_idx" ON "django_tasks_database_dbtaskresult" ("backend_name");
CREATE INDEX "tasks_db_new_ordering_idx" ON "django_tasks_database_dbtaskresult" ("status", "priority" DESC, "run_after" ASC, "enqueued_at" ASC) WHERE "status" = 'READY';
CREATE UNIQUE INDEX "wagtailcore_groupcollectionpermission_group_id_collection_id_permission_id_a21cefe9_uniq" ON "wagtailcore_groupcollectionpermission" ("group_id", "collection_id", "permission_id");
CREATE INDEX "wagtailcore_groupcollectionpermission_collection_id_5423575a" ON "wagtailcore_groupcollectionpermission" ("collection_id");
CREATE INDEX "wagtailcore_groupcollectionpermission_group_id_05d61460" ON "wagtailcore_groupcollectionpermission" ("group_id");
CREATE INDEX "wagtailcore_groupcollectionpermission_permission_id_1b626275" ON "wagtailcore_groupcollectionpermission" ("permission_id");
CREATE INDEX "fundraising_giftevent_by_id_c1c726e1" ON "fundraising_giftevent" ("by_id");
CREATE INDEX "fundraising_giftevent_gift_id_c485fda5" ON "fundraising_giftevent" ("gift_id");
CREATE INDEX "fundraising_goal_campaign_id_9d6b42b5" ON "fundraising_goal" ("campaign_id");
CREATE INDEX "fundraising_goal_decided_by_id_fed61395" ON "fundraising_goal" ("decided_by_id");
CREATE INDEX "fundraising_ledgerentry_account_id_7425d05a" ON "fundraising_ledgerentry" ("account_id");
CREATE INDEX "fundraising_ledgerentry_transaction_id_e513c8ea" ON "fundraising_ledgerentry" ("transaction_id");
CREATE INDEX "notice_state_due" ON "fundraising_notice" ("state", "due_at");
CREATE INDEX "fundraising_ledgertransaction_gift_id_a1eb0de1" ON "fundraising_ledgertransaction" ("gift_id");
CREATE INDEX "fundraising_ledgertransaction_dispute_id_75bb2b06" ON "fundraising_ledgertransaction" ("dispute_id");
CREATE INDEX "fundraising_ledgertransaction_refund_id_4533c965" ON "fundraising_ledgertransaction" ("refund_id");
CREATE INDEX "ledger_book_currency_month" ON "fundraising_ledgertransaction" ("book", "currency", "month");
CREATE INDEX "fundraising_attempt_gift_id_03ccbd3a" ON "fundraising_attempt" ("gift_id");
CREATE INDEX "attempt_outcome_at" ON "fundraising_attempt" ("outcome", "at");
CREATE INDEX "fundraising_dispute_gift_id_c337775f" ON "fundraising_dispute" ("gift_id");
CREATE INDEX "fundraising_manualentry_by_id_964f33ec" ON "fundraising_manualentry" ("by_id");
CREATE INDEX "fundraising_manualentry_decided_by_id_b0a0ed4c" ON "fundraising_manualentry" ("decided_by_id");
CREATE INDEX "fundraising_pledge_donor_id_32fb0c0f" ON "fundraising_pledge" ("donor_id");
CREATE UNIQUE INDEX "fundraising_pledge_once_a_gateway" ON "fundraising_pledge" ("gateway", "gateway_ref") WHERE NOT ("gateway_ref" = '');
CREATE INDEX "fundraising_gatewayobject_gift_id_e6a13fed" ON "fundraising_gatewayobject" ("gift_id");
CREATE INDEX "fundraising_gatewayobject_pledge_id_783b9b3c" ON "fundraising_gatewayobject" ("pledge_id");
CREATE INDEX "fundraising_refund_approved_by_id_23e1ca34" ON "fundraising_refund" ("approved_by_id");
CREATE INDEX "fundraising_refund_by_id_a8770f00" ON "fundraising_refund" ("by_id");
CREATE INDEX "fundraising_refund_gift_id_d4e23058" ON "fundraising_refund" ("gift_id");
CREATE UNIQUE INDEX "fundraising_refund_once_a_gateway" ON "fundraising_refund" ("gateway", "gateway_ref") WHERE NOT ("gateway_ref" = '');
CREATE INDEX "fundraising_bankcredit_reference_735723c4" ON "fundraising_bankcredit" ("reference");
CREATE INDEX "fundraising_bankcredit_by_id_2093abce" ON "fundraising_bankcredit" ("by_id");
CREATE INDEX "fundraising_bankcredit_statement_id_936abb7d" ON "fundraising_bankcredit" ("statement_id");
CREATE TRIGGER fundraising_ledgertransaction_update BEFORE UPDATE ON fundraising_ledgertransaction BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER fundraising_ledgertransaction_delete BEFORE DELETE ON fundraising_ledgertransaction WHEN NOT coalesce(OLD.is_sample, 0) BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER fundraising_ledgerentry_update BEFORE UPDATE ON fundraising_ledgerentry BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER fundraising_ledgerentry_delete BEFORE DELETE ON fundraising_ledgerentry WHEN NOT coalesce((SELECT t.is_sample FROM fundraising_ledgertransaction t WHERE t.id = OLD.transaction_id), 0) BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE INDEX "fundraising_carriedsum_up_to_7593ee24" ON "fundraising_carriedsum" ("up_to");
CREATE INDEX "carried_month_currency" ON "fundraising_carriedsum" ("month", "currency");
CREATE INDEX "fundraising_recordline_batch_48ec6a30" ON "fundraising_recordline" ("batch");
CREATE UNIQUE INDEX "fundraising_gift_reference_once" ON "fundraising_gift" ("reference") WHERE (NOT ("source" IN ('desk', 'statement')) AND NOT ("reference" = ''));
CREATE INDEX "fundraising_gift_reference_7413bc07" ON "fundraising_gift" ("reference");
CREATE INDEX "fundraising_gift_donor_id_949ba2a9" ON "fundraising_gift" ("donor_id");
CREATE INDEX "fundraising_gift_pledge_id_a7388c02" ON "fundraising_gift" ("pledge_id");
CREATE INDEX "gift_state_started" ON "fundraising_gift" ("state", "started_at");
CREATE INDEX "gift_close_checkout" ON "fundraising_gift" ("close_checkout_at") WHERE "close_checkout_at" IS NOT NULL;
CREATE INDEX "gift_address_started" ON "fundraising_gift" ("address_key", "started_at") WHERE NOT ("address_key" = '');
CREATE UNIQUE INDEX "fundraising_one_open_campaign" ON "fundraising_campaign" ("is_open") WHERE "is_open";
CREATE INDEX "gift_look_at" ON "fundraising_gift" ("look_at") WHERE "look_at" IS NOT NULL;
CREATE INDEX "fundraising_playpayment_paid_at_8d5f8dbf" ON "fundraising_playpayment" ("paid_at");
CREATE INDEX "fundraising_playrefund_payment_id_9208bf2e" ON "fundraising_playrefund" ("payment_id");
CREATE INDEX "fundraising_playnotice_payment_id_0c5f0d27" ON "fundraising_playnotice" ("payment_id");
CREATE INDEX "play_notice_due" ON "fundraising_playnotice" ("due_at") WHERE "sent_at" IS NULL;
CREATE INDEX "fundraising_statementimport_by_id_a2483629" ON "fundraising_statementimport" ("by_id");
CREATE UNIQUE INDEX "wagtailcore_pageviewrestriction_groups_pageviewrestriction_id_group_id_d23f80bb_uniq" ON "wagtailcore_pageviewrestriction_groups" ("pageviewrestriction_id", "group_id");
CREATE INDEX "wagtailcore_pageviewrestriction_groups_pageviewrestriction_id_f147a99a" ON "wagtailcore_pageviewrestriction_groups" ("pageviewrestriction_id");
CREATE INDEX "wagtailcore_pageviewrestriction_groups_group_id_6460f223" ON "wagtailcore_pageviewrestriction_groups" ("group_id");
CREATE INDEX "wagtailcore_pageviewrestriction_page_id_15a8bea6" ON "wagtailcore_pageviewrestriction" ("page_id");
CREATE INDEX "wagtailcore_collectionviewrestriction_collection_id_761908ec" ON "wagtailcore_collectionviewrestriction" ("collection_id");
CREATE UNIQUE INDEX "wagtailcore_collectionviewrestriction_groups_collectionviewrestriction_id_group_id_988995ae_uniq" ON "wagtailcore_collectionviewrestriction_groups" ("collectionviewrestriction_id", "group_id");
CREATE INDEX "wagtailcore_collectionviewrestriction_groups_collectionviewrestriction_id_47320efd" ON "wagtailcore_collectionviewrestriction_groups" ("collectionviewrestriction_id");
CREATE INDEX "wagtailcore_collectionviewrestriction_groups_group_id_1823f2a3" ON "wagtailcore_collectionviewrestriction_groups" ("group_id");
CREATE UNIQUE INDEX "wagtailcore_site_hostname_port_2c626d70_uniq" ON "wagtailcore_site" ("hostname", "port");
CREATE INDEX "wagtailcore_site_hostname_96b20b46" ON "wagtailcore_site" ("hostname");
CREATE INDEX "wagtailcore_site_root_page_id_e02fb95c" ON "wagtailcore_site" ("root_page_id");
CREATE INDEX "wagtailcore_task_content_type_id_249ab8ba" ON "wagtailcore_task" ("content_type_id");
CREATE INDEX "wagtailcore_workflowpage_workflow_id_56f56ff6" ON "wagtailcore_workflowpage" ("workflow_id");
CREATE UNIQUE INDEX "wagtailcore_workflowtask_workflow_id_task_id_4ec7a62b_uniq" ON "wagtailcore_workflowtask" ("workflow_id", "task_id");
CREATE INDEX "wagtailcore_workflowtask_task_id_ce7716fe" ON "wagtailcore_workflowtask" ("task_id");
CREATE INDEX "wagtailcore_workflowtask_workflow_id_b9717175" ON "wagtailcore_workflowtask" ("workflow_id");
CREATE UNIQUE INDEX "wagtailcore_groupapprovaltask_groups_groupapprovaltask_id_group_id_bb5ee7eb_uniq" ON "wagtailcore_groupapprovaltask_groups" ("groupapprovaltask_id", "group_id");
CREATE INDEX "wagtailcore_groupapprovaltask_groups_groupapprovaltask_id_9a9255ea" ON "wagtailcore_groupapprovaltask_groups" ("groupapprovaltask_id");
CREATE INDEX "wagtailcore_groupapprovaltask_groups_group_id_2e64b61f" ON "wagtailcore_groupapprovaltask_groups" ("group_id");
CREATE UNIQUE INDEX "wagtailcore_page_translation_key_locale_id_9b041bad_uniq" ON "wagtailcore_page" ("translation_key", "locale_id");
CREATE INDEX "wagtailcore_page_slug_e7c11b8f" ON "wagtailcore_page" ("slug");
CREATE INDEX "wagtailcore_page_content_type_id_c28424df" ON "wagtailcore_page" ("content_type_id");
CREATE INDEX "wagtailcore_page_owner_id_fbf7c332" ON "wagtailcore_page" ("owner_id");
CREATE INDEX "wagtailcore_page_first_published_at_2b5dd637" ON "wagtailcore_page" ("first_published_at");
CREATE INDEX "wagtailcore_page_live_revision_id_930bd822" ON "wagtailcore_page" ("live_revision_id");
CREATE INDEX "wagtailcore_page_locked_by_id_bcb86245" ON "wagtailcore_page" ("locked_by_id");
CREATE INDEX "wagtailcore_page_locale_id_3c7e30a6" ON "wagtailcore_page" ("locale_id");
CREATE INDEX "wagtailcore_page_alias_of_id_12945502" ON "wagtailcore_page" ("alias_of_id");
CREATE INDEX "wagtailcore_commentreply_comment_id_afc7e027" ON "wagtailcore_commentreply" ("comment_id");
CREATE INDEX "wagtailcore_commentreply_user_id_d0b3b9c3" ON "wagtailcore_commentreply" ("user_id");
CREATE UNIQUE INDEX "wagtailcore_pagesubscription_page_id_user_id_0cef73ed_uniq" ON "wagtailcore_pagesubscription" ("page_id", "user_id");
CREATE INDEX "wagtailcore_pagesubscription_page_id_a085e7a6" ON "wagtailcore_pagesubscription" ("page_id");
CREATE INDEX "wagtailcore_pagesubscription_user_id_89d7def9" ON "wagtailcore_pagesubscription" ("user_id");
CREATE INDEX "wagtailcore_comment_page_id_108444b5" ON "wagtailcore_comment" ("page_id");
CREATE INDEX "wagtailcore_comment_resolved_by_id_a282aa0e" ON "wagtailcore_comment" ("resolved_by_id");
CREATE INDEX "wagtailcore_comment_revision_created_id_1d058279" ON "wagtailcore_comment" ("revision_created_id");
CREATE INDEX "wagtailcore_comment_user_id_0c577ca6" ON "wagtailcore_comment" ("user_id");
CREATE INDEX "wagtailcore_page_latest_revision_id_e60fef51" ON "wagtailcore_page" ("latest_revision_id");
CREATE UNIQUE INDEX "wagtailcore_referenceindex_base_content_type_id_object_id_to_content_type_id_to_object_id_content_path_hash_9e6ccd6a_uniq" ON "wagtailcore_referenceindex" ("base_content_type_id", "object_id", "to_content_type_id", "to_object_id", "content_path_hash");
CREATE INDEX "wagtailcore_referenceindex_base_content_type_id_313cf40f" ON "wagtailcore_referenceindex" ("base_content_type_id");
CREATE INDEX "wagtailcore_referenceindex_content_type_id_766e0336" ON "wagtailcore_referenceindex" ("content_type_id");
CREATE INDEX "wagtailcore_referenceindex_to_content_type_id_93690bbd" ON "wagtailcore_referenceindex" ("to_content_type_id");
CREATE INDEX "wagtailcore_taskstate_content_type_id_0a758fdc" ON "wagtailcore_taskstate" ("content_type_id");
CREATE INDEX "wagtailcore_taskstate_task_id_c3677c34" ON "wagtailcore_taskstate" ("task_id");
CREATE INDEX "wagtailcore_taskstate_workflow_state_id_9239a775" ON "wagtailcore_taskstate" ("workflow_state_id");
CREATE INDEX "wagtailcore_taskstate_finished_by_id_13f98229" ON "wagtailcore_taskstate" ("finished_by_id");
CREATE INDEX "wagtailcore_taskstate_revision_id_df25a499" ON "wagtailcore_taskstate" ("revision_id");
CREATE UNIQUE INDEX "unique_in_progress_workflow" ON "wagtailcore_workflowstate" ("base_content_type_id", "object_id") WHERE "status" IN ('in_progress', 'needs_changes');
CREATE INDEX "wagtailcore_workflowstate_requested_by_id_4090bca3" ON "wagtailcore_workflowstate" ("requested_by_id");
CREATE INDEX "wagtailcore_workflowstate_workflow_id_1f18378f" ON "wagtailcore_workflowstate" ("workflow_id");
CREATE INDEX "wagtailcore_workflowstate_base_content_type_id_a30dc576" ON "wagtailcore_workflowstate" ("base_content_type_id");
CREATE INDEX "wagtailcore_workflowstate_content_type_id_2bb78ce1" ON "wagtailcore_workflowstate" ("content_type_id");
CREATE INDEX "workflowstate_ct_id_idx" ON "wagtailcore_workflowstate" ("content_type_id", "object_id");
CREATE INDEX "workflowstate_base_ct_id_idx" ON "wagtailcore_workflowstate" ("base_content_type_id", "object_id");
CREATE INDEX "wagtailcore_workflowcontenttype_workflow_id_9aad7cd2" ON "wagtailcore_workflowcontenttype" ("workflow_id");
CREATE INDEX "wagtailcore_modellogentry_action_d2d856ee" ON "wagtailcore_modellogentry" ("action");
CREATE INDEX "wagtailcore_modellogentry_timestamp_9694521b" ON "wagtailcore_modellogentry" ("timestamp");
CREATE INDEX "wagtailcore_modellogentry_content_changed_8bc39742" ON "wagtailcore_modellogentry" ("content_changed");
CREATE INDEX "wagtailcore_modellogentry_object_id_e0e7d4ef" ON "wagtailcore_modellogentry" ("object_id");
CREATE INDEX "wagtailcore_modellogentry_content_type_id_68849e77" ON "wagtailcore_modellogentry" ("content_type_id");
CREATE INDEX "wagtailcore_modellogentry_user_id_0278d1bf" ON "wagtailcore_modellogentry" ("user_id");
CREATE INDEX "wagtailcore_modellogentry_revision_id_df6ca33a" ON "wagtailcore_modellogentry" ("revision_id");
CREATE INDEX "wagtailcore_pagelogentry_action_c2408198" ON "wagtailcore_pagelogentry" ("action");
CREATE INDEX "wagtailcore_pagelogentry_timestamp_deb774c4" ON "wagtailcore_pagelogentry" ("timestamp");
CREATE INDEX "wagtailcore_pagelogentry_content_changed_99f27ade" ON "wagtailcore_pagelogentry" ("content_changed");
CREATE INDEX "wagtailcore_pagelogentry_content_type_id_74e7708a" ON "wagtailcore_pagelogentry" ("content_type_id");
CREATE INDEX "wagtailcore_pagelogentry_page_id_8464e327" ON "wagtailcore_pagelogentry" ("page_id");
CREATE INDEX "wagtailcore_pagelogentry_revision_id_8043d103" ON "wagtailcore_pagelogentry" ("revision_id");
CREATE INDEX "wagtailcore_pagelogentry_user_id_604ccfd8" ON "wagtailcore_pagelogentry" ("user_id");
CREATE INDEX "wagtailcore_grouppagepermission_group_id_fc07e671" ON "wagtailcore_grouppagepermission" ("group_id");
CREATE INDEX "wagtailcore_grouppagepermission_page_id_710b114a" ON "wagtailcore_grouppagepermission" ("page_id");
CREATE INDEX "wagtailcore_grouppagepermission_permission_id_05acb22e" ON "wagtailcore_grouppagepermission" ("permission_id");
CREATE INDEX "wagtailcore_revision_created_at_81450aa6" ON "wagtailcore_revision" ("created_at");
CREATE INDEX "wagtailcore_revision_approved_go_live_at_88d3dee5" ON "wagtailcore_revision" ("approved_go_live_at");
CREATE INDEX "wagtailcore_revision_user_id_03df83b0" ON "wagtailcore_revision" ("user_id");
CREATE INDEX "wagtailcore_revision_content_type_id_c8cb69c0" ON "wagtailcore_revision" ("content_type_id");
CREATE INDEX "wagtailcore_revision_base_content_type_id_5b4ef7bd" ON "wagtailcore_revision" ("base_content_type_id");
CREATE INDEX "content_object_idx" ON "wagtailcore_revision" ("content_type_id", "object_id");
CREATE INDEX "base_content_object_idx" ON "wagtailcore_revision" ("base_content_type_id", "object_id");
CREATE INDEX "wagtailcore_uploadedfile_for_content_type_id_b0fc87b2" ON "wagtailcore_uploadedfile" ("for_content_type_id");
CREATE INDEX "wagtailcore_uploadedfile_uploaded_by_user_id_c7580fe8" ON "wagtailcore_uploadedfile" ("uploaded_by_user_id");
CREATE UNIQUE INDEX "wagtailcore_groupsitepermission_group_id_site_id_permission_id_a58ee30d_uniq" ON "wagtailcore_groupsitepermission" ("group_id", "site_id", "permission_id");
CREATE INDEX "wagtailcore_groupsitepermission_group_id_e5cdbee4" ON "wagtailcore_groupsitepermission" ("group_id");
CREATE INDEX "wagtailcore_groupsitepermission_permission_id_459b1f38" ON "wagtailcore_groupsitepermission" ("permission_id");
CREATE INDEX "wagtailcore_groupsitepermission_site_id_245de488" ON "wagtailcore_groupsitepermission" ("site_id");
CREATE INDEX "referenceindex_source_object" ON "wagtailcore_referenceindex" ("base_content_type_id", "object_id");
CREATE INDEX "referenceindex_target_object" ON "wagtailcore_referenceindex" ("to_content_type_id", "to_object_id");
CREATE INDEX "wagtailcore_uuid_d6363b_idx" ON "wagtailcore_modellogentry" ("uuid", "action", "timestamp" DESC);
CREATE INDEX "wagtailcore_uuid_06a44d_idx" ON "wagtailcore_pagelogentry" ("uuid", "action", "timestamp" DESC);
CREATE INDEX "wagtailcore_apitoken_user_id_49b1141b" ON "wagtailcore_apitoken" ("user_id");
CREATE INDEX "taggit_taggeditem_object_id_e2d7d1df" ON "taggit_taggeditem" ("object_id");
CREATE INDEX "taggit_taggeditem_content_type_id_9957a03c" ON "taggit_taggeditem" ("content_type_id");
CREATE INDEX "taggit_taggeditem_tag_id_f4f5b767" ON "taggit_taggeditem" ("tag_id");
CREATE INDEX "taggit_tagg_content_8fc721_idx" ON "taggit_taggeditem" ("content_type_id", "object_id");
CREATE INDEX "publishing_author_portrait_id_52a0b7f2" ON "publishing_author" ("portrait_id");
CREATE INDEX "publishing_articlepage_hero_id_08f91218" ON "publishing_articlepage" ("hero_id");
CREATE UNIQUE INDEX "publishing_articlepage_topics_articlepage_id_topic_id_e74e124d_uniq" ON "publishing_articlepage_topics" ("articlepage_id", "topic_id");
CREATE INDEX "publishing_articlepage_topics_articlepage_id_d93f0444" ON "publishing_articlepage_topics" ("articlepage_id");
CREATE INDEX "publishing_articlepage_topics_topic_id_60185852" ON "publishing_articlepage_topics" ("topic_id");
CREATE INDEX "publishing_byline_article_id_924602c7" ON "publishing_byline" ("article_id");
CREATE INDEX "publishing_byline_author_id_9ef8f4d3" ON "publishing_byline" ("author_id");
CREATE INDEX "publishing_picture_created_at_f1124793" ON "publishing_picture" ("created_at");
CREATE INDEX "publishing_picture_file_hash_08deec3b" ON "publishing_picture" ("file_hash");
CREATE INDEX "publishing_picture_collection_id_045bd8ff" ON "publishing_picture" ("collection_id");
CREATE INDEX "publishing_picture_uploaded_by_user_id_fde19da6" ON "publishing_picture" ("uploaded_by_user_id");
CREATE INDEX "publishing_picturerendition_filter_spec_0334d3f4" ON "publishing_picturerendition" ("filter_spec");
CREATE INDEX "publishing_picturerendition_image_id_961c68b0" ON "publishing_picturerendition" ("image_id");
CREATE INDEX publishing_expiring ON wagtailcore_page (expire_at) WHERE expire_at IS NOT NULL;
CREATE INDEX "django_session_expire_date_a5c62663" ON "django_session" ("expire_date");
CREATE INDEX "imported_by_object" ON "transfer_imported" ("kind", "object_id");
CREATE INDEX "wagtailadmin_editingsession_content_type_id_4df7730e" ON "wagtailadmin_editingsession" ("content_type_id");
CREATE INDEX "wagtailadmin_editingsession_user_id_6e1a9b70" ON "wagtailadmin_editingsession" ("user_id");
CREATE INDEX "wagtailadmi_content_717955_idx" ON "wagtailadmin_editingsession" ("content_type_id", "object_id");
CREATE INDEX "wagtailadmin_formstate_content_type_id_e32438b3" ON "wagtailadmin_formstate" ("content_type_id");
CREATE INDEX "wagtailadmin_formstate_user_id_b910adc2" ON "wagtailadmin_formstate" ("user_id");
CREATE INDEX "formstate_user_object" ON "wagtailadmin_formstate" ("user_id", "content_type_id", "object_id", "parent_object_id");
CREATE INDEX "wagtaildocs_document_uploaded_by_user_id_17258b41" ON "wagtaildocs_document" ("uploaded_by_user_id");
CREATE INDEX "wagtaildocs_document_collection_id_23881625" ON "wagtaildocs_document" ("collection_id");
CREATE INDEX "wagtailembeds_embed_cache_until_26c94bb0" ON "wagtailembeds_embed" ("cache_until");
CREATE UNIQUE INDEX "wagtailimages_rendition_image_id_filter_spec_focal_point_key_323c8fe0_uniq" ON "wagtailimages_rendition" ("image_id", "filter_spec", "focal_point_key");
CREATE INDEX "wagtailimages_rendition_filter_spec_1cba3201" ON "wagtailimages_rendition" ("filter_spec");
CREATE INDEX "wagtailimages_rendition_image_id_3e1fd774" ON "wagtailimages_rendition" ("image_id");
CREATE INDEX "wagtailimages_image_created_at_86fa6cd4" ON "wagtailimages_image" ("created_at");
CREATE INDEX "wagtailimages_image_uploaded_by_user_id_5d73dc75" ON "wagtailimages_image" ("uploaded_by_user_id");
CREATE INDEX "wagtailimages_image_collection_id_c2f8af7e" ON "wagtailimages_image" ("collection_id");
CREATE INDEX "wagtailimages_image_file_hash_fb5bbb23" ON "wagtailimages_image" ("file_hash");
CREATE UNIQUE INDEX "wagtailredirects_redirect_old_path_site_id_783622d7_uniq" ON "wagtailredirects_redirect" ("old_path", "site_id");
CREATE INDEX "wagtailredirects_redirect_old_path_bb35247b" ON "wagtailredirects_redirect" ("old_path");
CREATE INDEX "wagtailredirects_redirect_redirect_page_id_b5728a8f" ON "wagtailredirects_redirect" ("redirect_page_id");
CREATE INDEX "wagtailredirects_redirect_site_id_780a0e1e" ON "wagtailredirects_redirect" ("site_id");
CREATE UNIQUE INDEX "wagtailsearch_indexentry_content_type_id_object_id_bcd7ba73_uniq" ON "wagtailsearch_indexentry" ("content_type_id", "object_id");
CREATE INDEX "wagtailsearch_indexentry_content_type_id_62ed694f" ON "wagtailsearch_indexentry" ("content_type_id");
CREATE TRIGGER insert_wagtailsearch_indexentry_fts AFTER INSERT ON wagtailsearch_indexentry BEGIN INSERT INTO wagtailsearch_indexentry_fts(title, body, autocomplete, rowid) VALUES (NEW.title, NEW.body, NEW.autocomplete, NEW.id); END;
CREATE TRIGGER update_wagtailsearch_indexentry_fts AFTER UPDATE ON wagtailsearch_indexentry BEGIN UPDATE wagtailsearch_indexentry_fts SET title=NEW.title, body=NEW.body, autocomplete=NEW.autocomplete WHERE rowid=NEW.id; END;
CREATE TRIGGER delete_wagtailsearch_indexentry_fts AFTER DELETE ON wagtailsearch_indexentry BEGIN DELETE FROM wagtailsearch_indexentry_fts WHERE rowid=OLD.id; END;
COMMIT;
