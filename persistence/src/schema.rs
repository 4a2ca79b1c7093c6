//! The tables as diesel sees them, the same on both databases.

diesel::table! {
    hub_settings (name) {
        name -> Text,
        value -> Text,
    }
}

diesel::table! {
    regions (code) {
        code -> Text,
        name -> Text,
        sort_name -> Text,
        nuts2 -> Text,
    }
}

diesel::table! {
    provinces (code) {
        code -> Text,
        uts_code -> Text,
        abbreviation -> Text,
        name -> Text,
        sort_name -> Text,
        kind -> Text,
        region_code -> Text,
    }
}

diesel::table! {
    municipalities (belfiore) {
        belfiore -> Text,
        istat_code -> Text,
        former_istat_code -> Nullable<Text>,
        name -> Text,
        sort_name -> Text,
        other_names -> Text,
        province_code -> Text,
        region_code -> Nullable<Text>,
        lat -> Nullable<Double>,
        lon -> Nullable<Double>,
        province_capital -> Bool,
        region_capital -> Bool,
        nuts3 -> Nullable<Text>,
        status -> Text,
        valid_from -> Date,
        valid_to -> Nullable<Date>,
    }
}

diesel::table! {
    municipality_names (folded, belfiore) {
        folded -> Text,
        belfiore -> Text,
        whole -> Bool,
    }
}

diesel::table! {
    zones (id) {
        id -> Text,
        municipality -> Text,
        code -> Text,
        name -> Text,
        note -> Nullable<Text>,
        version -> Integer,
        created_at -> Timestamp,
        updated_at -> Timestamp,
    }
}

diesel::table! {
    service_categories (id) {
        id -> Text,
        code -> Text,
        parent_id -> Nullable<Text>,
        position -> Integer,
        status -> Text,
        replaced_by -> Nullable<Text>,
        content -> Text,
        version -> Integer,
        created_at -> Timestamp,
        updated_at -> Timestamp,
    }
}

diesel::table! {
    network_bodies (id) {
        id -> Text,
        network_id -> Text,
        parent_id -> Nullable<Text>,
        code -> Text,
        name -> Text,
        sort_name -> Text,
        profile -> Text,
        version -> Integer,
        created_at -> Timestamp,
        updated_at -> Timestamp,
    }
}

diesel::table! {
    associations (id) {
        id -> Text,
        network_id -> Text,
        network_body_id -> Text,
        name -> Text,
        sort_name -> Text,
        municipality -> Text,
        profile -> Text,
        version -> Integer,
        created_at -> Timestamp,
        updated_at -> Timestamp,
    }
}

diesel::table! {
    points (id) {
        id -> Text,
        network_id -> Text,
        association_id -> Text,
        name -> Text,
        sort_name -> Text,
        municipality -> Text,
        province_code -> Text,
        region_code -> Text,
        lat -> Double,
        lon -> Double,
        phase -> Text,
        status -> Text,
        profile -> Text,
        version -> Integer,
        created_at -> Timestamp,
        updated_at -> Timestamp,
    }
}

diesel::table! {
    users (id) {
        id -> Text,
        network_id -> Nullable<Text>,
        email -> Text,
        given_name -> Text,
        family_name -> Text,
        sort_name -> Text,
        locale -> Text,
        status -> Text,
        password_hash -> Nullable<Text>,
        must_change_password -> Bool,
        last_login_at -> Nullable<Timestamp>,
        version -> Integer,
        created_at -> Timestamp,
        updated_at -> Timestamp,
    }
}

diesel::table! {
    specialists (id) {
        id -> Text,
        network_id -> Text,
        user_id -> Nullable<Text>,
        given_name -> Text,
        family_name -> Text,
        sort_name -> Text,
        engagement -> Text,
        status -> Text,
        profile -> Text,
        version -> Integer,
        created_at -> Timestamp,
        updated_at -> Timestamp,
    }
}

diesel::table! {
    specialist_expertise (specialist_id, category_id) {
        specialist_id -> Text,
        category_id -> Text,
    }
}

diesel::table! {
    specialist_skills (specialist_id, kind, code) {
        specialist_id -> Text,
        kind -> Text,
        code -> Text,
    }
}

diesel::table! {
    assignments (id) {
        id -> Text,
        network_id -> Text,
        specialist_id -> Text,
        point_id -> Text,
        role -> Text,
        starts_on -> Date,
        ends_on -> Nullable<Date>,
        version -> Integer,
        created_at -> Timestamp,
        updated_at -> Timestamp,
    }
}

diesel::table! {
    training_courses (id) {
        id -> Text,
        network_id -> Text,
        code -> Text,
        kind -> Text,
        status -> Text,
        sort_name -> Text,
        profile -> Text,
        version -> Integer,
        created_at -> Timestamp,
        updated_at -> Timestamp,
    }
}

diesel::table! {
    training_editions (id) {
        id -> Text,
        network_id -> Text,
        course_id -> Text,
        starts_on -> Date,
        ends_on -> Date,
        municipality -> Nullable<Text>,
        status -> Text,
        profile -> Text,
        version -> Integer,
        created_at -> Timestamp,
        updated_at -> Timestamp,
    }
}

diesel::table! {
    attendances (edition_id, specialist_id) {
        edition_id -> Text,
        specialist_id -> Text,
        hours -> Integer,
        outcome -> Text,
        version -> Integer,
        created_at -> Timestamp,
        updated_at -> Timestamp,
    }
}

diesel::table! {
    certificates (id) {
        id -> Text,
        network_id -> Text,
        specialist_id -> Text,
        kind -> Text,
        edition_id -> Nullable<Text>,
        issuer -> Nullable<Text>,
        number -> Nullable<Text>,
        issued_on -> Date,
        expires_on -> Nullable<Date>,
        revoked_on -> Nullable<Date>,
        revoked_reason -> Nullable<Text>,
        version -> Integer,
        created_at -> Timestamp,
        updated_at -> Timestamp,
    }
}

diesel::table! {
    providers (id) {
        id -> Text,
        network_id -> Text,
        kind -> Text,
        legal_form -> Text,
        legal_name -> Text,
        sort_name -> Text,
        tax_code -> Text,
        vat_number -> Nullable<Text>,
        municipality -> Text,
        province_code -> Text,
        region_code -> Text,
        registration -> Text,
        registration_decision -> Nullable<Text>,
        accreditation -> Text,
        accredited_from -> Nullable<Date>,
        accredited_until -> Nullable<Date>,
        accreditation_reason -> Nullable<Text>,
        applicant -> Nullable<Text>,
        profile -> Text,
        version -> Integer,
        created_at -> Timestamp,
        updated_at -> Timestamp,
    }
}

diesel::table! {
    provider_decisions (provider_id, number) {
        provider_id -> Text,
        number -> Integer,
        subject -> Text,
        step -> Text,
        reason -> Nullable<Text>,
        valid_from -> Nullable<Date>,
        valid_until -> Nullable<Date>,
        decided_by -> Nullable<Text>,
        decided_at -> Timestamp,
    }
}

diesel::table! {
    provider_sites (id) {
        id -> Text,
        provider_id -> Text,
        name -> Text,
        sort_name -> Text,
        municipality -> Text,
        lat -> Nullable<Double>,
        lon -> Nullable<Double>,
        profile -> Text,
        version -> Integer,
        created_at -> Timestamp,
        updated_at -> Timestamp,
    }
}

diesel::table! {
    role_grants (id) {
        id -> Text,
        user_id -> Text,
        role -> Text,
        network_id -> Text,
        point_id -> Nullable<Text>,
        provider_id -> Nullable<Text>,
        version -> Integer,
        created_at -> Timestamp,
        updated_at -> Timestamp,
    }
}

diesel::table! {
    invitations (id) {
        id -> Text,
        network_id -> Text,
        point_id -> Nullable<Text>,
        provider_id -> Nullable<Text>,
        role -> Text,
        email -> Text,
        token_hash -> Text,
        invited_by -> Text,
        expires_at -> Timestamp,
        accepted_at -> Nullable<Timestamp>,
        revoked_at -> Nullable<Timestamp>,
        version -> Integer,
        created_at -> Timestamp,
        updated_at -> Timestamp,
    }
}

diesel::table! {
    sessions (id) {
        id -> Text,
        user_id -> Text,
        client -> Text,
        created_at -> Timestamp,
        last_used_at -> Timestamp,
        expires_at -> Timestamp,
        ended_at -> Nullable<Timestamp>,
        end_reason -> Nullable<Text>,
    }
}

diesel::table! {
    refresh_tokens (token_hash) {
        token_hash -> Text,
        session_id -> Text,
        created_at -> Timestamp,
        used_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    password_resets (token_hash) {
        token_hash -> Text,
        user_id -> Text,
        created_at -> Timestamp,
        expires_at -> Timestamp,
        used_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    api_clients (id) {
        id -> Text,
        user_id -> Text,
        name -> Text,
        scopes -> Text,
        token_hash -> Text,
        created_at -> Timestamp,
        expires_at -> Timestamp,
        revoked_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    login_failures (subject) {
        subject -> Text,
        failures -> Integer,
        first_at -> Timestamp,
        locked_until -> Nullable<Timestamp>,
    }
}

diesel::table! {
    signing_keys (kid) {
        kid -> Text,
        private_key -> Text,
        public_key -> Text,
        created_at -> Timestamp,
        retired_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    audit_events (id) {
        id -> Text,
        at -> Timestamp,
        network_id -> Nullable<Text>,
        actor_id -> Nullable<Text>,
        actor_kind -> Text,
        action -> Text,
        resource_type -> Text,
        resource_id -> Text,
        request_id -> Text,
        before -> Nullable<Text>,
        after -> Nullable<Text>,
    }
}

diesel::table! {
    outbox_messages (id) {
        id -> Text,
        recipient -> Text,
        subject -> Text,
        body -> Text,
        status -> Text,
        attempts -> Integer,
        next_attempt_at -> Timestamp,
        last_error -> Nullable<Text>,
        created_at -> Timestamp,
        sent_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    idempotency_keys (owner, idempotency_key) {
        owner -> Text,
        idempotency_key -> Text,
        fingerprint -> Text,
        status -> Nullable<Integer>,
        headers -> Nullable<Text>,
        body -> Nullable<Text>,
        created_at -> Timestamp,
    }
}

diesel::table! {
    cards (id) {
        id -> Text,
        provider_id -> Text,
        network_id -> Text,
        external_id -> Nullable<Text>,
        status -> Text,
        publication -> Text,
        draft_status -> Nullable<Text>,
        title -> Text,
        sort_title -> Text,
        main_category -> Nullable<Text>,
        draft -> Nullable<Text>,
        revision -> Nullable<Integer>,
        submitted_at -> Nullable<Timestamp>,
        claimed_by -> Nullable<Text>,
        claimed_at -> Nullable<Timestamp>,
        verified_on -> Nullable<Date>,
        verified_by -> Nullable<Text>,
        reminded_on -> Nullable<Date>,
        version -> Integer,
        created_at -> Timestamp,
        updated_at -> Timestamp,
    }
}

diesel::table! {
    card_places (card_id, municipality) {
        card_id -> Text,
        municipality -> Text,
    }
}

diesel::table! {
    card_revisions (card_id, number) {
        card_id -> Text,
        number -> Integer,
        content -> Text,
        published_at -> Timestamp,
        published_by -> Nullable<Text>,
    }
}

diesel::table! {
    card_events (card_id, number) {
        card_id -> Text,
        number -> Integer,
        step -> Text,
        reason -> Nullable<Text>,
        revision -> Nullable<Integer>,
        done_by -> Nullable<Text>,
        done_at -> Timestamp,
    }
}

diesel::table! {
    card_comments (id) {
        id -> Text,
        card_id -> Text,
        thread_id -> Nullable<Text>,
        pointer -> Nullable<Text>,
        text -> Text,
        author_id -> Text,
        resolved_by -> Nullable<Text>,
        resolved_at -> Nullable<Timestamp>,
        version -> Integer,
        created_at -> Timestamp,
    }
}

diesel::table! {
    card_suspects (card_id, other_id) {
        card_id -> Text,
        other_id -> Text,
        similarity -> Integer,
    }
}

diesel::table! {
    card_reports (id) {
        id -> Text,
        card_id -> Text,
        provider_id -> Text,
        network_id -> Text,
        reason -> Text,
        text -> Text,
        email -> Nullable<Text>,
        status -> Text,
        answer -> Nullable<Text>,
        answered_by -> Nullable<Text>,
        answered_at -> Nullable<Timestamp>,
        version -> Integer,
        created_at -> Timestamp,
    }
}

diesel::table! {
    network_card_rules (network_id) {
        network_id -> Text,
        remind_after_months -> Integer,
        stale_after_months -> Integer,
        hide_stale -> Bool,
        version -> Integer,
        updated_at -> Timestamp,
    }
}

diesel::table! {
    files (id) {
        id -> Text,
        card_id -> Text,
        provider_id -> Text,
        network_id -> Text,
        sha256 -> Text,
        kind -> Text,
        name -> Text,
        bytes -> Integer,
        width -> Nullable<Integer>,
        height -> Nullable<Integer>,
        created_by -> Nullable<Text>,
        created_at -> Timestamp,
    }
}

diesel::table! {
    services (card_id) {
        card_id -> Text,
        provider_id -> Text,
        network_id -> Text,
        revision -> Integer,
        visible_from -> Nullable<Date>,
        visible_until -> Nullable<Date>,
        announced -> Bool,
        change_number -> BigInt,
        published_at -> Timestamp,
        verified_on -> Nullable<Date>,
        document -> Text,
        summary -> Text,
    }
}

diesel::table! {
    service_files (card_id, file_id) {
        card_id -> Text,
        file_id -> Text,
    }
}

diesel::table! {
    service_category_links (card_id, category) {
        card_id -> Text,
        category -> Text,
    }
}

diesel::table! {
    changes (number) {
        number -> BigInt,
        kind -> Text,
        card_id -> Text,
        provider_id -> Text,
        network_id -> Text,
        at -> Timestamp,
    }
}

diesel::table! {
    jobs (id) {
        id -> Text,
        kind -> Text,
        network_id -> Text,
        provider_id -> Nullable<Text>,
        status -> Text,
        params -> Text,
        file_key -> Nullable<Text>,
        rows_total -> Nullable<Integer>,
        rows_done -> Integer,
        rows_failed -> Integer,
        message -> Nullable<Text>,
        created_by -> Nullable<Text>,
        version -> Integer,
        created_at -> Timestamp,
        updated_at -> Timestamp,
        finished_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    job_rows (job_id, line) {
        job_id -> Text,
        line -> Integer,
        outcome -> Text,
        card_id -> Nullable<Text>,
        problems -> Text,
    }
}

diesel::joinable!(municipality_names -> municipalities (belfiore));
diesel::joinable!(provinces -> regions (region_code));
diesel::joinable!(zones -> municipalities (municipality));
diesel::joinable!(associations -> network_bodies (network_body_id));
diesel::joinable!(points -> associations (association_id));
diesel::joinable!(specialist_skills -> specialists (specialist_id));
diesel::joinable!(specialist_expertise -> specialists (specialist_id));
diesel::joinable!(assignments -> specialists (specialist_id));
diesel::joinable!(assignments -> points (point_id));
diesel::joinable!(attendances -> specialists (specialist_id));
diesel::joinable!(attendances -> training_editions (edition_id));
diesel::joinable!(training_editions -> training_courses (course_id));
diesel::joinable!(certificates -> specialists (specialist_id));
diesel::joinable!(provider_sites -> providers (provider_id));
diesel::joinable!(role_grants -> users (user_id));
diesel::joinable!(sessions -> users (user_id));
diesel::joinable!(cards -> providers (provider_id));
diesel::joinable!(services -> providers (provider_id));
diesel::joinable!(services -> cards (card_id));
diesel::joinable!(card_revisions -> cards (card_id));
diesel::joinable!(card_places -> cards (card_id));
diesel::joinable!(card_reports -> cards (card_id));
diesel::joinable!(service_files -> files (file_id));
diesel::joinable!(api_clients -> users (user_id));
diesel::joinable!(refresh_tokens -> sessions (session_id));

diesel::allow_tables_to_appear_in_same_query!(
    hub_settings,
    regions,
    provinces,
    municipalities,
    municipality_names,
    zones,
    service_categories,
    network_bodies,
    associations,
    points,
    users,
    specialists,
    specialist_expertise,
    specialist_skills,
    assignments,
    training_courses,
    training_editions,
    attendances,
    certificates,
    providers,
    provider_decisions,
    provider_sites,
    role_grants,
    invitations,
    sessions,
    refresh_tokens,
    password_resets,
    api_clients,
    login_failures,
    signing_keys,
    audit_events,
    outbox_messages,
    idempotency_keys,
    cards,
    card_places,
    card_revisions,
    card_events,
    card_comments,
    card_suspects,
    card_reports,
    network_card_rules,
    files,
    services,
    service_files,
    service_category_links,
    changes,
    jobs,
    job_rows,
);
