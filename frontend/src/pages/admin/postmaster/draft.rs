//! A filter as the form sees it: groups of conditions, each of which may be turned around. Pure.
//!
//! The contract's tree has `not` around anything; people read "none of these" and "does not contain" more easily.

use pult_shared::postmaster::{MailCondition, MailEffect, MailField, MailTest, PostmasterFilterDef, TestHow};

/// How the conditions of a group count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    #[default]
    All,
    Any,
    /// None of them.
    None,
    /// Not all of them.
    NotAll,
}

impl Mode {
    pub const ALL: [Self; 4] = [Self::All, Self::Any, Self::None, Self::NotAll];

    pub fn name(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Any => "any",
            Self::None => "none",
            Self::NotAll => "not_all",
        }
    }

    pub fn from_name(name: &str) -> Self {
        Self::ALL
            .into_iter()
            .find(|mode| mode.name() == name)
            .unwrap_or_default()
    }

    fn turned(self) -> Self {
        match self {
            Self::All => Self::NotAll,
            Self::Any => Self::None,
            Self::None => Self::Any,
            Self::NotAll => Self::All,
        }
    }

    /// The path of its conditions in the request, below its own.
    pub fn path(self, own: &str) -> String {
        match self {
            Self::All | Self::Any => format!("{own}.of"),
            Self::None | Self::NotAll => format!("{own}.of.of"),
        }
    }
}

#[derive(Clone, Debug, PartialEq)]
pub enum Node {
    Test { test: MailTest, not: bool },
    Group(Group),
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Group {
    pub mode: Mode,
    pub nodes: Vec<Node>,
}

/// A filter that is being edited.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    pub name: String,
    pub valid: bool,
    pub stop: bool,
    pub follow_ups: bool,
    pub when: Group,
    pub then: Vec<MailEffect>,
}

/// A test that is not filled in yet.
pub fn blank_test() -> MailTest {
    MailTest {
        field: MailField::Subject,
        header: String::new(),
        how: TestHow::Contains,
        value: String::new(),
    }
}

pub fn blank() -> Draft {
    Draft {
        name: String::new(),
        valid: true,
        stop: false,
        follow_ups: false,
        when: Group {
            mode: Mode::All,
            nodes: vec![Node::Test {
                test: blank_test(),
                not: false,
            }],
        },
        then: Vec::new(),
    }
}

impl From<PostmasterFilterDef> for Draft {
    fn from(filter: PostmasterFilterDef) -> Self {
        let when = match node(filter.when, false) {
            Node::Group(group) => group,
            test @ Node::Test { .. } => Group {
                mode: Mode::All,
                nodes: vec![test],
            },
        };
        Self {
            name: filter.name,
            valid: filter.valid,
            stop: filter.stop,
            follow_ups: filter.follow_ups,
            when,
            then: filter.then,
        }
    }
}

impl Draft {
    pub fn filter(&self) -> PostmasterFilterDef {
        PostmasterFilterDef {
            name: self.name.clone(),
            valid: self.valid,
            stop: self.stop,
            follow_ups: self.follow_ups,
            when: condition(&self.when),
            then: self.then.clone(),
        }
    }
}

fn node(condition: MailCondition, not: bool) -> Node {
    let group = |mode: Mode, of: Vec<MailCondition>| {
        Node::Group(Group {
            mode: if not { mode.turned() } else { mode },
            nodes: of.into_iter().map(|part| node(part, false)).collect(),
        })
    };
    match condition {
        MailCondition::Not { of } => node(*of, !not),
        MailCondition::Test(test) => Node::Test { test, not },
        MailCondition::All { of } => group(Mode::All, of),
        MailCondition::Any { of } => group(Mode::Any, of),
    }
}

fn condition(group: &Group) -> MailCondition {
    let of = group.nodes.iter().map(|node| match node {
        Node::Group(group) => condition(group),
        Node::Test { test, not: false } => MailCondition::Test(test.clone()),
        Node::Test { test, not: true } => turned(MailCondition::Test(test.clone())),
    });
    let of = of.collect();
    match group.mode {
        Mode::All => MailCondition::All { of },
        Mode::Any => MailCondition::Any { of },
        Mode::None => turned(MailCondition::Any { of }),
        Mode::NotAll => turned(MailCondition::All { of }),
    }
}

fn turned(of: MailCondition) -> MailCondition {
    MailCondition::Not { of: Box::new(of) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn test(value: &str) -> MailCondition {
        MailCondition::Test(MailTest {
            value: value.to_owned(),
            ..blank_test()
        })
    }

    fn not(of: MailCondition) -> MailCondition {
        turned(of)
    }

    #[test]
    fn a_filter_comes_back_as_it_went_in() {
        for when in [
            MailCondition::every(),
            MailCondition::All {
                of: vec![test("a"), not(test("b"))],
            },
            not(MailCondition::Any {
                of: vec![
                    test("a"),
                    not(MailCondition::All {
                        of: vec![test("b"), test("c")],
                    }),
                ],
            }),
        ] {
            let filter = PostmasterFilterDef {
                when,
                ..blank().filter()
            };
            assert_eq!(Draft::from(filter.clone()).filter(), filter);
        }
    }

    #[test]
    fn what_is_turned_twice_stands_straight() {
        let filter = PostmasterFilterDef {
            when: not(not(test("a"))),
            ..blank().filter()
        };
        let expected = MailCondition::All { of: vec![test("a")] };
        assert_eq!(Draft::from(filter).filter().when, expected);
    }

    #[test]
    fn faults_are_found_below_turned_groups() {
        assert_eq!(Mode::Any.path("when"), "when.of");
        assert_eq!(Mode::None.path("when.of.1"), "when.of.1.of.of");
    }
}
