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
        agreements_from -> Nullable<Date>,
        agreements_until -> Nullable<Date>,
        agreements -> Nullable<Text>,
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

diesel::table! {
    agreement_templates (id) {
        id -> Text,
        network_id -> Text,
        kind -> Text,
        name -> Text,
        sort_name -> Text,
        last_number -> Integer,
        active_number -> Nullable<Integer>,
        version -> Integer,
        created_at -> Timestamp,
        updated_at -> Timestamp,
    }
}

diesel::table! {
    agreement_template_versions (template_id, number) {
        template_id -> Text,
        number -> Integer,
        status -> Text,
        content -> Text,
        created_at -> Timestamp,
        activated_at -> Nullable<Timestamp>,
        retired_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    agreements (id) {
        id -> Text,
        network_id -> Text,
        predecessor_id -> Nullable<Text>,
        relation -> Nullable<Text>,
        status -> Text,
        kind -> Text,
        title -> Text,
        sort_title -> Text,
        content -> Text,
        revision -> Nullable<Integer>,
        sent_at -> Nullable<Timestamp>,
        signed_on -> Nullable<Date>,
        ended_on -> Nullable<Date>,
        superseded_from -> Nullable<Date>,
        first_day -> Nullable<Date>,
        last_day -> Nullable<Date>,
        public_view -> Nullable<Text>,
        version -> Integer,
        created_at -> Timestamp,
        updated_at -> Timestamp,
    }
}

diesel::table! {
    agreement_parties (agreement_id, position) {
        agreement_id -> Text,
        position -> Integer,
        side -> Text,
        kind -> Text,
        network_body_id -> Nullable<Text>,
        association_id -> Nullable<Text>,
        point_id -> Nullable<Text>,
        provider_id -> Nullable<Text>,
    }
}

diesel::table! {
    agreement_revisions (agreement_id, number) {
        agreement_id -> Text,
        number -> Integer,
        content -> Text,
        text -> Text,
        sha256 -> Text,
        proposed_by -> Nullable<Text>,
        made_by -> Nullable<Text>,
        made_at -> Timestamp,
    }
}

diesel::table! {
    agreement_events (agreement_id, number) {
        agreement_id -> Text,
        number -> Integer,
        step -> Text,
        reason -> Nullable<Text>,
        revision -> Nullable<Integer>,
        done_by -> Nullable<Text>,
        done_at -> Timestamp,
    }
}

diesel::table! {
    agreement_answers (agreement_id, revision, provider_id) {
        agreement_id -> Text,
        revision -> Integer,
        provider_id -> Text,
        kind -> Text,
        reason -> Nullable<Text>,
        answered_by -> Nullable<Text>,
        answered_at -> Timestamp,
    }
}

diesel::table! {
    agreement_signatures (agreement_id, revision, position) {
        agreement_id -> Text,
        revision -> Integer,
        position -> Integer,
        signed_on -> Date,
        recorded_by -> Nullable<Text>,
        recorded_at -> Timestamp,
    }
}

diesel::table! {
    agreement_files (id) {
        id -> Text,
        agreement_id -> Text,
        kind -> Text,
        format -> Nullable<Text>,
        name -> Text,
        media -> Text,
        bytes -> Integer,
        sha256 -> Text,
        created_by -> Nullable<Text>,
        created_at -> Timestamp,
    }
}

diesel::table! {
    agreement_benefits (agreement_id, number, target_kind, target) {
        agreement_id -> Text,
        number -> Integer,
        class -> Text,
        audience -> Text,
        unit -> Nullable<Text>,
        target_kind -> Text,
        target -> Text,
        first_day -> Date,
        last_day -> Nullable<Date>,
    }
}

diesel::table! {
    agreement_cards (card_id, agreement_id) {
        card_id -> Text,
        agreement_id -> Text,
        benefits -> Text,
    }
}

diesel::table! {
    agreement_deadlines (agreement_id, kind, due_on) {
        agreement_id -> Text,
        kind -> Text,
        due_on -> Date,
        network_id -> Text,
    }
}

diesel::table! {
    agreement_reminders (agreement_id, kind, due_on, days_before, provider) {
        agreement_id -> Text,
        kind -> Text,
        due_on -> Date,
        days_before -> Integer,
        provider -> Text,
        sent_at -> Timestamp,
    }
}

diesel::table! {
    calendar_feeds (id) {
        id -> Text,
        network_id -> Text,
        point_id -> Nullable<Text>,
        provider_id -> Nullable<Text>,
        token_hash -> Text,
        label -> Text,
        created_by -> Nullable<Text>,
        created_at -> Timestamp,
        revoked_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    questionnaires (id) {
        id -> Text,
        network_id -> Text,
        code -> Text,
        title -> Text,
        sort_title -> Text,
        last_number -> Integer,
        active_number -> Nullable<Integer>,
        version -> Integer,
        created_at -> Timestamp,
        updated_at -> Timestamp,
    }
}

diesel::table! {
    questionnaire_versions (questionnaire_id, number) {
        questionnaire_id -> Text,
        number -> Integer,
        status -> Text,
        content -> Text,
        created_at -> Timestamp,
        activated_at -> Nullable<Timestamp>,
        retired_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    survey_campaigns (id) {
        id -> Text,
        network_id -> Text,
        questionnaire_id -> Text,
        questionnaire_number -> Integer,
        status -> Text,
        title -> Text,
        sort_title -> Text,
        anonymous -> Bool,
        first_day -> Date,
        last_day -> Date,
        content -> Text,
        version -> Integer,
        created_at -> Timestamp,
        updated_at -> Timestamp,
    }
}

diesel::table! {
    survey_points (campaign_id, point_id) {
        campaign_id -> Text,
        point_id -> Text,
        minimum -> Integer,
        cap -> Nullable<Integer>,
        completed -> Integer,
    }
}

diesel::table! {
    survey_slots (campaign_id, point_id, category) {
        campaign_id -> Text,
        point_id -> Text,
        category -> Text,
        minimum -> Integer,
        cap -> Nullable<Integer>,
        completed -> Integer,
    }
}

diesel::table! {
    survey_respondents (id) {
        id -> Text,
        campaign_id -> Text,
        point_id -> Text,
        category -> Text,
        disposition -> Text,
        content -> Text,
        attempts -> Integer,
        next_call_at -> Nullable<Timestamp>,
        version -> Integer,
        created_by -> Nullable<Text>,
        created_at -> Timestamp,
        updated_at -> Timestamp,
        erased_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    survey_call_attempts (respondent_id, number) {
        respondent_id -> Text,
        number -> Integer,
        outcome -> Text,
        note -> Nullable<Text>,
        next_call_at -> Nullable<Timestamp>,
        called_by -> Nullable<Text>,
        called_at -> Timestamp,
    }
}

diesel::table! {
    survey_responses (id) {
        id -> Text,
        campaign_id -> Text,
        point_id -> Text,
        category -> Text,
        respondent_id -> Nullable<Text>,
        status -> Text,
        review -> Text,
        channel -> Text,
        interviewer_id -> Nullable<Text>,
        language -> Text,
        instance_id -> Text,
        answers -> Text,
        consented_at -> Nullable<Timestamp>,
        completed_at -> Nullable<Timestamp>,
        version -> Integer,
        created_at -> Timestamp,
        updated_at -> Timestamp,
    }
}

diesel::table! {
    survey_submissions (campaign_id, instance_id) {
        campaign_id -> Text,
        instance_id -> Text,
        response_id -> Text,
        deprecated_id -> Nullable<Text>,
        sha256 -> Text,
        made_at -> Timestamp,
    }
}

diesel::table! {
    survey_review_notes (response_id, number) {
        response_id -> Text,
        number -> Integer,
        review -> Text,
        comment -> Nullable<Text>,
        made_by -> Nullable<Text>,
        made_at -> Timestamp,
    }
}

diesel::table! {
    survey_links (id) {
        id -> Text,
        campaign_id -> Text,
        point_id -> Text,
        category -> Text,
        respondent_id -> Nullable<Text>,
        response_id -> Nullable<Text>,
        token_hash -> Text,
        expires_at -> Timestamp,
        used_at -> Nullable<Timestamp>,
        revoked_at -> Nullable<Timestamp>,
        created_by -> Nullable<Text>,
        created_at -> Timestamp,
    }
}

diesel::table! {
    survey_facts (campaign_id, response_id) {
        campaign_id -> Text,
        response_id -> Text,
        point_id -> Text,
        category -> Text,
        channel -> Text,
        completed_on -> Date,
        packed -> Binary,
        is_counted -> Bool,
    }
}

diesel::table! {
    survey_reports (id) {
        id -> Text,
        campaign_id -> Text,
        status -> Text,
        page_key -> Nullable<Text>,
        document_key -> Nullable<Text>,
        message -> Nullable<Text>,
        created_by -> Nullable<Text>,
        version -> Integer,
        created_at -> Timestamp,
        updated_at -> Timestamp,
        finished_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    survey_answer_codes (campaign_id, question, code) {
        campaign_id -> Text,
        question -> Text,
        code -> Text,
        label -> Text,
        created_by -> Nullable<Text>,
        created_at -> Timestamp,
    }
}

diesel::table! {
    survey_answer_codings (response_id, question, code) {
        response_id -> Text,
        question -> Text,
        code -> Text,
        campaign_id -> Text,
        coded_by -> Nullable<Text>,
        coded_at -> Timestamp,
    }
}

diesel::table! {
    survey_result_stamps (campaign_id) {
        campaign_id -> Text,
        facts -> Integer,
        codes -> Integer,
    }
}

diesel::table! {
    survey_code_lists (campaign_id, question) {
        campaign_id -> Text,
        question -> Text,
        version -> Integer,
    }
}

diesel::table! {
    survey_coded_answers (response_id, question) {
        response_id -> Text,
        question -> Text,
        version -> Integer,
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
diesel::joinable!(agreement_template_versions -> agreement_templates (template_id));
diesel::joinable!(agreement_parties -> agreements (agreement_id));
diesel::joinable!(agreement_revisions -> agreements (agreement_id));
diesel::joinable!(agreement_benefits -> agreements (agreement_id));
diesel::joinable!(agreement_cards -> agreements (agreement_id));
diesel::joinable!(agreement_deadlines -> agreements (agreement_id));
diesel::joinable!(questionnaire_versions -> questionnaires (questionnaire_id));
diesel::joinable!(survey_campaigns -> questionnaires (questionnaire_id));
diesel::joinable!(survey_points -> survey_campaigns (campaign_id));
diesel::joinable!(survey_points -> points (point_id));
diesel::joinable!(survey_slots -> survey_campaigns (campaign_id));
diesel::joinable!(survey_respondents -> survey_campaigns (campaign_id));
diesel::joinable!(survey_responses -> survey_campaigns (campaign_id));
diesel::joinable!(survey_responses -> survey_respondents (respondent_id));
diesel::joinable!(survey_links -> survey_campaigns (campaign_id));
diesel::joinable!(survey_facts -> survey_responses (response_id));
diesel::joinable!(survey_answer_codings -> survey_responses (response_id));

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
    agreement_templates,
    agreement_template_versions,
    agreements,
    agreement_parties,
    agreement_revisions,
    agreement_events,
    agreement_answers,
    agreement_signatures,
    agreement_files,
    agreement_benefits,
    agreement_cards,
    agreement_deadlines,
    agreement_reminders,
    calendar_feeds,
    questionnaires,
    questionnaire_versions,
    survey_campaigns,
    survey_points,
    survey_slots,
    survey_respondents,
    survey_call_attempts,
    survey_responses,
    survey_submissions,
    survey_review_notes,
    survey_links,
    survey_facts,
    survey_reports,
    survey_answer_codes,
    survey_answer_codings,
    survey_result_stamps,
    survey_code_lists,
    survey_coded_answers,
);
