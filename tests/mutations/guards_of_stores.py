"""Guards of what is kept: token files, what may be said of them, and logins in a database."""

# By row and guard: the file below `crates`, the guard, what stands in its place, and the test that misses it.
STORES: dict[str, tuple[str, str, str, str]] = {
    # The token file
    "T48 mode of the folder": (
        "oauth/src/file_store/private.rs",
        "builder.mode(0o700)",
        "builder.mode(0o755)",
        "t48_files_are_for_their_owner",
    ),
    "T48 file that is more open": (
        "oauth/src/file_store/private.rs",
        "    close(&file)?;\n",
        "    let _ = close;\n",
        "t48_files_are_for_their_owner",
    ),
    "T48 open folder": (
        "oauth/src/file_store/private.rs",
        "if found.mode() & 0o022 != 0 && !sticky {",
        "if found.mode() & 0o002 != 0 && !sticky {",
        "t48_t49_an_open_folder_is_refused",
    ),
    "T49 links": (
        "oauth/src/file_store/private.rs",
        "OFlags::NOFOLLOW | rustix",
        "OFlags::NONBLOCK | rustix",
        "t49_links_are_refused",
    ),
    "T49 folders and pipes": (
        "oauth/src/file_store/private.rs",
        'if !found.is_file() {\n            return Err(refused("it is no plain file"',
        'if false {\n            return Err(refused("it is no plain file"',
        "t49_pipes_and_folders_are_refused",
    ),
    "T49 owner": (
        "oauth/src/file_store/private.rs",
        'if found.uid() != me() {\n            return Err(refused("it belongs',
        'if false {\n            return Err(refused("it belongs',
        "t48_t49_a_file_of_another_owner_is_refused",
    ),
    "T50 leftovers": (
        "oauth/src/file_store/private.rs",
        "    sweep(path)?;\n",
        "",
        "t50_leftovers_are_swept_at_the_next_save",
    ),
    "T50 sync of the file": (
        "oauth/src/file_store/private.rs",
        "    file.as_file().sync_all()?;\n",
        "",
        "t50_a_power_cut_while_saving_leaves_the_old_login_or_the_new_one",
    ),
    "T50 sync of the folder": (
        "oauth/src/file_store/private.rs",
        "    File::open(&folder)?.sync_all()?;\n",
        "    File::open(&folder)?;\n",
        "t50_a_power_cut_while_saving_leaves_the_old_login_or_the_new_one",
    ),
    "T51 what could not be saved": (
        "oauth/src/tokens/renewal.rs",
        "            self.keep_unsaved(inner, replaces, kept);",
        "            drop((replaces, kept));",
        "t51_a_full_disk_is_said_aloud_and_loses_nothing",
    ),
    "T51 a renewal that cannot be noted": (
        "oauth/src/tokens/renewal.rs",
        "let interrupted = begun.map_err(not_begun)?;",
        "let interrupted = begun.map_err(not_begun).unwrap_or(false);",
        "t51_no_renewal_begins_that_cannot_be_noted",
    ),
    "T51 a note that is there already": (
        "oauth/src/file_store.rs",
        "self.write(&document).map(|()| interrupted)",
        "if interrupted { Ok(true) } else { self.write(&document).map(|()| false) }",
        "t51_a_renewal_that_was_cut_off_is_no_reason_to_begin_one_that_cannot_be_saved",
    ),
    "T51 the next chance": (
        "oauth/src/tokens.rs",
        "held.is_fresh() && settled",
        "held.is_fresh() || !settled",
        "t51_what_was_not_saved_is_saved_at_the_next_chance_before_anything_else",
    ),
    "T52 named": (
        "oauth/src/file_store.rs",
        "if grant.is_some() || !aside.exists() {",
        "if grant.is_some() || aside.exists() {",
        "t52_a_corrupt_file_means_to_log_in",
    ),
    "T52 moved aside": (
        "oauth/src/file_store.rs",
        'std::fs::rename(&store.path, store.beside(".corrupt"))',
        "std::fs::remove_file(&store.path)",
        "t52_a_file_cut_anywhere_is_moved_aside",
    ),
    "T52 newer format": (
        "oauth/src/file_store/document.rs",
        "if version > VERSION =>",
        "if version > VERSION && false =>",
        "t52_a_newer_format_is_never_overwritten",
    ),
    "T57 copies": (
        "oauth/src/file_store.rs",
        'let removed = private::remove(&self.store.beside(".corrupt"));',
        "let removed = Ok(());",
        "t57_forgetting_leaves_no_copies",
    ),
    # Secrets in the open
    "T58 Debug": (
        "oauth/src/grant.rs",
        '"access_token", &"[redacted]"',
        '"access_token", &secrecy::ExposeSecret::expose_secret(&self.access_token)',
        "t33_t58_t59_nothing_that_is_said_or_logged_holds_a_secret",
    ),
    "T59 log of the opener": (
        "oauth/src/browser.rs",
        "log::set_max_level(log::LevelFilter::Off);",
        "",
        "t33_t58_t59_nothing_that_is_said_or_logged_holds_a_secret",
    ),
    "T63 wiping": (
        "oauth/src/file_store/document.rs",
        "Value::String(text) => text.zeroize(),",
        "Value::String(text) => drop(std::mem::take(text)),",
        "t63_a_token_file_is_wiped_from_memory",
    ),
    "T63 wiping of entries": (
        "oauth/src/entry.rs",
        "        self.access_token.zeroize();\n        self.refresh_token.zeroize();\n",
        "",
        "t63_what_is_dropped_is_wiped",
    ),
    "T63 wiping of the text": (
        "oauth/src/file_store/document.rs",
        "        to_json(self)\n",
        "        let text = to_json(self);\n        drop(text.to_vec());\n        text\n",
        "t63_a_token_file_is_wiped_from_memory",
    ),
    # Logins in a database
    "T54 place of what is sealed": (
        "postgres/src/keys.rs",
        "Aad::from(place), &mut text",
        'Aad::from("a"), &mut text',
        "t54_a_sealed_text_opens_at_its_place_alone",
    ),
    "T54 note that keeps others away while a row is not locked": (
        "postgres/src/store/lock.rs",
        "self.write(note, &[(&key, Type::TEXT), (&name, Type::TEXT)]).await?;\n        self.lock().await?;",
        "let _ = (note, &key, &name);\n        self.connection = None;",
        "t54_three_processes_renew_each_of_two_hundred_logins_once",
    ),
    "T55 renewal that may still be saved": (
        "postgres/src/store/lock.rs",
        "let Some(left) = left else { break };",
        "let Some(left) = left.filter(|_| false) else { break };",
        "t55_a_database_that_restarts_while_a_login_is_renewed_costs_nothing",
    ),
    "T56 login that was refused": (
        "postgres/src/store/lock.rs",
        "if let Some((why, detail)) = row.refused {",
        "if let Some((why, detail)) = row.refused.filter(|_| false) {",
        "t56_a_login_that_the_server_refused_is_left_alone_by_all",
    ),
}
