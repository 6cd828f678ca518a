//! The conditions of a filter: groups of rows, which may hold groups again.

use leptos::prelude::*;
use pult_shared::{
    limits::{POSTMASTER_DEPTH_MAX, POSTMASTER_TESTS_MAX},
    postmaster::{MailField, MailTest, TestHow, ValueKind},
};

use super::{
    super::parts::{
        bind::Bind,
        inputs::{Line, Pick},
        problems::id_of,
    },
    draft::{Group, Mode, Node, blank_test},
    sentences,
};
use crate::{
    components::{Icon, Sign},
    i18n::{t, text},
    tr, web,
};

/// What conditions may be chosen from: roles by id and name.
#[derive(Clone, Copy)]
pub struct Roles(pub Signal<Vec<(String, String)>>);

/// A group with its rows. `depth` counts from the outermost, which is 1.
#[component]
pub fn Conditions(value: Bind<Group>, path: String, depth: usize) -> impl IntoView {
    let mode = value.part(
        |group| group.mode.name().to_owned(),
        |group, name| group.mode = Mode::from_name(&name),
    );
    let modes = || {
        let name = |mode: Mode| {
            (
                mode.name().to_owned(),
                text(&format!("postmaster-mode-{}", mode.name())),
            )
        };
        Mode::ALL.into_iter().map(name).collect::<Vec<_>>()
    };
    let nodes = value.part(|group| group.nodes.clone(), |group, nodes| group.nodes = nodes);
    let count = Memo::new(move |_| nodes.with(Vec::len));
    // A row is made anew when it becomes something else, or when its path does; not while somebody types in it.
    let rows = Memo::new({
        let path = path.clone();
        move |_| {
            value.with(|group| {
                let below = group.mode.path(&path);
                let kinds = group.nodes.iter().map(|node| matches!(node, Node::Group(_)));
                kinds
                    .enumerate()
                    .map(|(index, is_group)| (index, is_group, format!("{below}.{index}")))
                    .collect::<Vec<_>>()
            })
        }
    });
    let id = StoredValue::new(id_of(&path));
    let add = move |node: Node, target: &'static str| {
        nodes.update(|all| all.push(node));
        let selector = id.with_value(|id| format!("#{id}-rows > li:last-child {target}"));
        request_animation_frame(move || {
            web::focus(&selector);
        });
    };
    let add_test = move |_| {
        let test = Node::Test {
            test: blank_test(),
            not: false,
        };
        add(test, "select");
    };
    let add_group = move |_| {
        let inner = Node::Test {
            test: blank_test(),
            not: false,
        };
        let group = Node::Group(Group {
            mode: Mode::Any,
            nodes: vec![inner],
        });
        add(group, "select");
    };
    let remove = move |index: usize| {
        nodes.update(|all| {
            if index < all.len() {
                all.remove(index);
            }
        });
        let selector = id.with_value(|id| format!("#{id}-add"));
        request_animation_frame(move || {
            web::focus(&selector);
        });
    };
    let row = move |(index, is_group, path): (usize, bool, String)| {
        let content = if is_group {
            let group = nodes.part(
                move |all| match all.get(index) {
                    Some(Node::Group(group)) => group.clone(),
                    _ => Group::default(),
                },
                move |all, group| {
                    if let Some(place) = all.get_mut(index) {
                        *place = Node::Group(group);
                    }
                },
            );
            view! { <Conditions value=group path depth=depth + 1 /> }.into_any()
        } else {
            let one = nodes.part(
                move |all| match all.get(index) {
                    Some(Node::Test { test, not }) => (test.clone(), *not),
                    _ => (blank_test(), false),
                },
                move |all, (test, not)| {
                    if let Some(place) = all.get_mut(index) {
                        *place = Node::Test { test, not };
                    }
                },
            );
            view! { <Test value=one path /> }.into_any()
        };
        let label = move || tr!("postmaster-remove", number = index + 1);
        view! {
            <li class="rule-row" class:rule-row-group=is_group>
                <div class="rule-row-content">{content}</div>
                <button type="button" class="button button-quiet button-icon" title=label on:click=move |_| remove(index)>
                    <Icon sign=Sign::Close />
                    <span class="visually-hidden">{label}</span>
                </button>
            </li>
        }
    };
    let inner = depth > 1;
    let list_id = id.with_value(|id| format!("{id}-rows"));
    view! {
        <div class="rule-group">
            <Pick path=path label="postmaster-mode" value=mode options=Signal::derive(modes) quiet=inner />
            <ul class="rule-rows" id=list_id>
                <For each=move || rows.get() key=|row| row.clone() children=row />
            </ul>
            <Show when=move || count.get() == 0>
                <p class="soft">{t("postmaster-every-mail")}</p>
            </Show>
            <div class="rule-buttons">
                <button
                    type="button"
                    class="button button-small"
                    id=id.with_value(|id| format!("{id}-add"))
                    disabled=move || { count.get() >= POSTMASTER_TESTS_MAX }
                    on:click=add_test
                >
                    <Icon sign=Sign::Plus />
                    {t("postmaster-add-test")}
                </button>
                {(depth < POSTMASTER_DEPTH_MAX / 2)
                    .then(|| {
                        view! {
                            <button type="button" class="button button-small" on:click=add_group>
                                <Icon sign=Sign::Plus />
                                {t("postmaster-add-group")}
                            </button>
                        }
                    })}
            </div>
        </div>
    }
    .into_any()
}

/// One test: what is looked at, how, and with what it is compared.
#[component]
fn Test(value: Bind<(MailTest, bool)>, path: String) -> impl IntoView {
    let roles = expect_context::<Roles>();
    let field = value.part(
        |(test, _)| test.field.name().to_owned(),
        |(test, not), name| {
            let Some(field) = MailField::from_name(&name) else {
                return;
            };
            let kind = field.kind();
            if kind != test.field.kind() {
                // What was typed for another kind of field means nothing here.
                test.value = match kind {
                    ValueKind::Words(words) => words.first().map(|word| (*word).to_owned()).unwrap_or_default(),
                    _ => String::new(),
                };
            }
            test.field = field;
            if !field.hows().contains(&test.how) {
                test.how = field.hows().first().copied().unwrap_or(TestHow::Is);
                *not = false;
            }
        },
    );
    let fields = || {
        let name = |field: &MailField| (field.name().to_owned(), sentences::field(*field));
        MailField::ALL.iter().map(name).collect::<Vec<_>>()
    };
    let how = value.part(
        |(test, not)| format!("{}{}", if *not { "not-" } else { "" }, test.how.name()),
        |(test, not), name| {
            let bare = name.strip_prefix("not-");
            *not = bare.is_some();
            if let Some(how) = TestHow::from_name(bare.unwrap_or(&name)) {
                test.how = how;
            }
        },
    );
    let kind = Memo::new(move |_| value.with(|(test, _)| test.field));
    let hows = move || {
        let hows = kind.get().hows();
        // A number that is not at least 5 is at most that, or not there.
        let both = hows.iter().flat_map(|how| [(*how, false), (*how, true)]);
        both.map(|(how, not)| {
            let name = format!("{}{}", if not { "not-" } else { "" }, how.name());
            (name, sentences::how(how, not))
        })
        .collect::<Vec<_>>()
    };
    let header = value.part(
        |(test, _)| test.header.clone(),
        |(test, _), header| test.header = header,
    );
    let content = value.part(
        |(test, _)| test.value.clone(),
        |(test, _), content| test.value = content,
    );
    let exists = Memo::new(move |_| value.with(|(test, _)| test.how == TestHow::Exists));
    let regex = Memo::new(move |_| value.with(|(test, _)| test.how == TestHow::Regex));
    let path = StoredValue::new(path);
    let input = move || {
        let path = path.get_value();
        if exists.get() {
            return ().into_any();
        }
        match kind.get().kind() {
            ValueKind::Words(words) => {
                let options = move || words.iter().map(|word| ((*word).to_owned(), sentences::word(word))).collect();
                view! {
                    <Pick path label="postmaster-value" value=content options=Signal::derive(options) quiet=true />
                }
                .into_any()
            }
            ValueKind::Role => view! {
                <Pick path label="postmaster-value" value=content options=roles.0 empty="postmaster-choose" quiet=true />
            }
            .into_any(),
            ValueKind::Text if regex.get() => {
                view! { <Line path label="postmaster-value" value=content hint="postmaster-regex-hint" quiet=true /> }
                    .into_any()
            }
            ValueKind::Size => {
                view! { <Line path label="postmaster-value" value=content hint="postmaster-size-hint" quiet=true /> }
                    .into_any()
            }
            ValueKind::Text | ValueKind::Score => {
                view! { <Line path label="postmaster-value" value=content quiet=true /> }.into_any()
            }
        }
    };
    let part = move |name: &str| path.with_value(|path| format!("{path}.{name}"));
    view! {
        <div class="rule-test">
            <Pick path=part("field") label="postmaster-field" value=field options=Signal::derive(fields) quiet=true />
            <Show when=move || kind.get() == MailField::Header>
                <Line path=part("header") label="postmaster-header-name" value=header quiet=true />
            </Show>
            <Pick path=part("how") label="postmaster-how" value=how options=Signal::derive(hows) quiet=true />
            {input}
        </div>
    }
}
