//! Weekly opening hours in a cell: `lun 09:00-12:30; mar-ven 14:00-18:00 su appuntamento (piano terra)`.

use serde_json::{Value, json};

use super::{cells::CellMistake, messages};

const DAYS: [(&str, &str); 7] = [
    ("lun", "monday"),
    ("mar", "tuesday"),
    ("mer", "wednesday"),
    ("gio", "thursday"),
    ("ven", "friday"),
    ("sab", "saturday"),
    ("dom", "sunday"),
];
const BY_APPOINTMENT: &str = "su appuntamento";

/// Reads weekly intervals. Whether times exist and do not overlap is for the rules of hours.
pub(super) fn read(text: &str) -> Result<Value, Vec<CellMistake>> {
    let (mut intervals, mut mistakes) = (Vec::new(), Vec::new());
    for (index, entry) in entries(text).into_iter().enumerate() {
        match read_entry(entry) {
            Some(read) => intervals.extend(read),
            None => mistakes.push((format!("/{index}"), &messages::INVALID_HOURS)),
        }
    }
    if mistakes.is_empty() {
        Ok(Value::Array(intervals))
    } else {
        Err(mistakes)
    }
}

/// The parts between semicolons and line breaks that are not within a note.
fn entries(text: &str) -> Vec<&str> {
    let mut within = false;
    let parts = text.split(|c: char| {
        match c {
            '(' => within = true,
            ')' => within = false,
            _ => {}
        }
        !within && (c == ';' || c == '\n')
    });
    parts
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect()
}

fn read_entry(entry: &str) -> Option<Vec<Value>> {
    let (rest, note) = match entry.strip_suffix(')') {
        Some(open) => {
            let (rest, note) = open.split_once('(')?;
            (rest.trim(), Some(note.trim()))
        }
        None => (entry, None),
    };
    let lower = rest.to_lowercase();
    let (rest, by_appointment) = match lower.strip_suffix(BY_APPOINTMENT) {
        Some(rest) => (rest.trim(), true),
        None => (lower.trim(), false),
    };
    let times_at = rest.find(|c: char| c.is_ascii_digit())?;
    let (days, times) = rest.split_at(times_at);
    let mut intervals = Vec::new();
    for day in read_days(days)? {
        for time in times.split(',').map(str::trim) {
            let (opens, closes) = time.split_once(['-', '–'])?;
            let mut interval = json!({
                "weekday": day,
                "opens": clock(opens),
                "closes": clock(closes),
                "by_appointment": by_appointment,
            });
            if let (Some(note), Some(members)) = (note, interval.as_object_mut()) {
                members.insert("note".to_owned(), json!(note));
            }
            intervals.push(interval);
        }
    }
    Some(intervals)
}

/// `9:00` and `09.00` are `09:00`.
fn clock(text: &str) -> String {
    let text = text.trim().replace('.', ":");
    match text.split_once(':') {
        Some((hour, minute)) => format!("{hour:0>2}:{minute:0>2}"),
        None => format!("{text:0>2}:00"),
    }
}

fn read_days(text: &str) -> Option<Vec<&'static str>> {
    let mut days = Vec::new();
    for part in text.trim().trim_end_matches(':').split(',') {
        match part.split_once(['-', '–']) {
            Some((from, to)) => {
                let (from, to) = (day_index(from)?, day_index(to)?);
                let range = DAYS.get(from..=to)?;
                days.extend(range.iter().map(|(_, code)| *code));
            }
            None => days.push(DAYS.get(day_index(part)?)?.1),
        }
    }
    Some(days)
}

/// A day by its first three letters at least; accents do not matter.
fn day_index(text: &str) -> Option<usize> {
    let text = domain_shared::fold(text);
    let full = [
        "lunedi",
        "martedi",
        "mercoledi",
        "giovedi",
        "venerdi",
        "sabato",
        "domenica",
    ];
    let is_meant = |day: &&str| text.len() >= 3 && day.starts_with(text.as_str());
    full.iter().position(|day| is_meant(&day))
}

/// Writes weekly intervals, one entry each.
pub(super) fn write(value: &Value) -> String {
    let text = |interval: &Value, name: &str| {
        let text = interval.get(name).and_then(Value::as_str);
        text.unwrap_or_default().to_owned()
    };
    let entry = |interval: &Value| {
        let weekday = text(interval, "weekday");
        let day = DAYS.iter().find(|(_, code)| *code == weekday);
        let day = day.map_or("", |(day, _)| day);
        let (opens, closes) = (text(interval, "opens"), text(interval, "closes"));
        let mut entry = format!("{day} {opens}-{closes}");
        if interval.get("by_appointment") == Some(&json!(true)) {
            entry.push(' ');
            entry.push_str(BY_APPOINTMENT);
        }
        if let Some(note) = interval.get("note").and_then(Value::as_str) {
            entry.push_str(&format!(" ({note})"));
        }
        entry
    };
    let intervals = value.as_array().map(Vec::as_slice).unwrap_or_default();
    let entries: Vec<String> = intervals.iter().map(entry).collect();
    entries.join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let text = "lun 09:00-12:30; mar 14:00-18:00 su appuntamento; dom 22:00-24:00 (piano terra; scala B)";
        assert_eq!(write(&read(text).unwrap()), text);
    }

    #[test]
    fn ranges_and_other_spellings_are_read() {
        let read_back = |text: &str| write(&read(text).unwrap());
        assert_eq!(
            read_back("Lun-Mer: 9-12"),
            "lun 09:00-12:00; mar 09:00-12:00; mer 09:00-12:00"
        );
        assert_eq!(
            read_back("venerdì, sab 9.30-12, 14:00-15:00"),
            "ven 09:30-12:00; ven 14:00-15:00; sab 09:30-12:00; sab 14:00-15:00"
        );
        for wrong in [
            "09:00-12:00",
            "lun",
            "ogni giorno 9-12",
            "lun 9",
            "ven-lun 9-12",
        ] {
            assert_eq!(
                read(wrong).unwrap_err()[0].1.code,
                "invalid_hours",
                "{wrong}"
            );
        }
    }
}
