//! The dialog of a bulk action: what shall happen to all selected tickets. Nothing is preselected; what is left alone stays as it is.

use leptos::{prelude::*, task::spawn_local};
use pult_shared::catalog::StateType;

use super::{
    super::{
        list::{List, Selected},
        listing::Memory,
        query::Question,
        ticket::macros::{MacroField, Macros},
    },
    fields::{FIELDS, Fields, explained, faults},
    sections::{Messages, OwnFields, Properties, Relations, first_ticket},
};
use crate::{
    api::bulk::Job,
    components::ErrorSummary,
    form::Form,
    i18n::{dates, t},
    tr,
};

// req: B11
#[component]
pub fn BulkForm(list: List, question: Memo<Option<Question>>, open: RwSignal<bool>) -> impl IntoView {
    let jobs = Memory::expect().jobs;
    let fields = Fields::new();
    let form = Form::new(FIELDS);
    let nothing = RwSignal::new(false);
    let first = untrack(|| first_ticket(list));
    let macros = Macros::of(first.as_ref().map(|(queue, _)| *queue));
    let number = Signal::stored(first.map(|(_, number)| number));
    let selected = list.selection.get_untracked();
    let count = selected.count(list.total_untracked());
    let selected = StoredValue::new(selected);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let plan = fields.plan();
        // By way of the text: a second writer of every command would make the program larger.
        let written = serde_json::to_string(&plan.commands()).and_then(|text| serde_json::from_str::<Vec<_>>(&text));
        let mut commands = written.unwrap_or_default();
        // The macro at last: it may end the ticket, and what is refused is told by its place among the fields.
        commands.extend(untrack(|| macros.commands()));
        let incident = fields.incident.get_untracked();
        let idle = commands.is_empty() && !incident;
        nothing.set(idle);
        if idle || !form.begin(faults(&plan, fields)) {
            return;
        }
        let list_filter = question.get_untracked().map(|question| question.filter);
        let job = selected.with_value(|selected| Job {
            filter: list_filter
                .and_then(|filter| selected.filter(&filter))
                .map(|filter| filter.to_string()),
            ticket_ids: match selected {
                Selected::Some(these) => these.keys().copied().collect(),
                Selected::AllBut(_) => Vec::new(),
            },
            commands,
            incident,
        });
        spawn_local(async move {
            match jobs.start(&job).await {
                Ok(()) => {
                    form.done();
                    list.selection.clear();
                    open.set(false);
                }
                Err(error) => form.fail(explained(error, &plan)),
            }
        });
    };
    let mails = move || {
        let closes = fields.state().is_some_and(|(_, kind)| kind == StateType::Closed);
        !fields.reply.with(|text| text.trim().is_empty())
            || !fields.template.with(String::is_empty)
            || (closes && fields.notify.get())
    };
    view! {
        <form class="form" novalidate on:submit=submit>
            <ErrorSummary complaints=form.complaints() />
            <p class="soft">{t("bulk-lead")}</p>
            <Show when=move || !macros.none() && number.with(Option::is_some)>
                <MacroField macros id="bulk-macro" number />
            </Show>
            <Properties fields form />
            <OwnFields fields form />
            <Messages list fields form />
            <Relations fields form />
            <Show when=mails>
                <p class="bulk-warning">{t("bulk-mails")}</p>
            </Show>
            <p class="field-error" role="alert" hidden=move || !nothing.get()>
                {t("bulk-nothing")}
            </p>
            <div class="form-end">
                <button type="submit" class="button button-primary" disabled=move || form.busy().get()>
                    {move || tr!("bulk-submit", count = count, number = dates::number(count))}
                </button>
                <button type="button" class="button" on:click=move |_| open.set(false)>
                    {t("cancel")}
                </button>
            </div>
        </form>
    }
}
