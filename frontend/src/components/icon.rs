//! Line icons of our own. Decoration only: the words stand beside them.

use leptos::prelude::*;

/// What an icon shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    Alert,
    Bell,
    Check,
    Clip,
    Close,
    Columns,
    Down,
    Download,
    Eye,
    File,
    Folder,
    Hand,
    Inbox,
    Info,
    Keyboard,
    Lock,
    Mail,
    Move,
    Note,
    Pause,
    People,
    Person,
    Phone,
    Plus,
    Reply,
    Search,
    Unlock,
    Up,
    Flag,
    Back,
    Fax,
    Forward,
    Globe,
    Image,
    Link,
    Menu,
    Merge,
    Pen,
    Plug,
    Print,
    ReplyAll,
    Split,
    Tag,
    Undo,
}

impl Sign {
    /// The lines, on a field of 20 by 20.
    fn path(self) -> &'static str {
        match self {
            Self::Alert => "M10 3 2.5 16.5h15L10 3zM10 8v4M10 14.2v.1",
            Self::Bell => "M5 14V9a5 5 0 0 1 10 0v5l1.500 1.500h-13L5 14zM8.500 17.500h3M10 4V2.500",
            Self::Back => "M16 10H4M9 5l-5 5 5 5",
            Self::Check => "m4 10.5 4 4 8-9",
            Self::Clip => "m14.5 9-5.2 5.2a3 3 0 0 1-4.3-4.3l6-6a2 2 0 0 1 2.9 2.9l-6 6a1 1 0 0 1-1.5-1.4l5.2-5.2",
            Self::Close => "m5 5 10 10M15 5 5 15",
            Self::Columns => "M3 4h14v12H3zM8 4v12M12.500 4v12",
            Self::Up => "m5 12 5-5 5 5",
            Self::Fax => "M6 7V2.500h8V7M3 7h14v7h-3v3.500H6V14H3V7zM6 12h8M13.500 9.500h.1",
            Self::Forward => "M12 5l4.500 4.500L12 14M16.500 9.500H8c-3 0-4.500 2-4.500 5.500",
            Self::Globe => {
                "M10 17.500a7.500 7.500 0 1 0 0-15 7.500 7.500 0 0 0 0 15zM2.500 10h15M10 2.500c5 5 5 10 0 15M10 2.500c-5 5-5 10 0 15"
            }
            Self::Image => "M2.500 4h15v12h-15V4zM3 14l4.500-4.500L11 13l2.500-2.500L17 14M13.500 7.500v.1",
            Self::Link => {
                "M8.500 11.500a3 3 0 0 0 4.200 0l3-3a3 3 0 0 0-4.200-4.200l-1 1M11.500 8.500a3 3 0 0 0-4.200 0l-3 3a3 3 0 0 0 4.200 4.200l1-1"
            }
            Self::Menu => "M4 10h.1M10 10h.1M16 10h.1",
            Self::Merge => "M5 3v4c0 3 5 3 5 6v4M15 3v4c0 3-5 3-5 6M7 14.500l3 3 3-3",
            Self::Pen => "M3 17l1-4L13.500 3.500l3 3L7 16l-4 1zM11.500 5.500l3 3",
            Self::Plug => "M7 2.500V7M13 2.500V7M5 7h10v3a5 5 0 0 1-10 0V7zM10 15v3",
            Self::Print => "M6 7V2.500h8V7M3 7h14v7h-3M6 14H3V7M6 11h8v6.500H6V11z",
            Self::ReplyAll => {
                "M10.500 5 6 9.500l4.500 4.500M6.500 5 2 9.500 6.500 14M6 9.500h7c3 0 4.500 2 4.500 5.500"
            }
            Self::Split => {
                "M10 17v-4c0-3-5-3-5-6V3M10 13c0-3 5-3 5-6V3M2.500 5.500 5 3l2.500 2.500M12.500 5.500 15 3l2.500 2.500"
            }
            Self::Tag => "M3 3h7l7 7-7 7-7-7V3zM6.500 6.500v.1",
            Self::Undo => "M7 4 3 8l4 4M3 8h8.500a4.500 4.500 0 0 1 0 9H7",
            Self::Down => "m5 8 5 5 5-5",
            Self::Download => "M10 3v9M6 8.5l4 4 4-4M4 16.5h12",
            Self::Eye => "M2 10s3-5 8-5 8 5 8 5-3 5-8 5-8-5-8-5zM10 12a2 2 0 1 0 0-4 2 2 0 0 0 0 4z",
            Self::File => "M5 2.5h6l4 4v11H5v-15zM11 2.5v4h4",
            Self::Flag => "M5 17.5v-15M5 3.5h9l-2 3.5 2 3.5H5",
            Self::Folder => "M2.5 5h5l1.500 2h8.500v9.500h-15z",
            Self::People => {
                "M7.5 9.500a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM2 16.500c.4-3 2.500-4.500 5.500-4.500s5.100 1.500 5.500 4.500M13 9.500a2.500 2.500 0 1 0-.8-4.900M14.500 12c2 .4 3.200 1.800 3.500 4"
            }
            Self::Hand => {
                "M7 10V4.5a1.2 1.2 0 0 1 2.4 0V9V3.3a1.2 1.2 0 0 1 2.4 0V9V4.8a1.2 1.2 0 0 1 2.4 0V12c0 3-1.8 5.5-5 5.5-2.5 0-3.7-1.2-5-3.6L2.8 11.400a1.1 1.1 0 0 1 1.8-1.100L7 13"
            }
            Self::Inbox => "M3 11.5 5.5 4h9l2.5 7.500v4.500H3v-4.500zM3 11.500h4l1 2h4l1-2h4",
            Self::Info => "M10 17.5a7.5 7.5 0 1 0 0-15 7.5 7.5 0 0 0 0 15zM10 9v5M10 6.200v.1",
            Self::Keyboard => {
                "M2.5 5.500h15v9h-15v-9zM5.5 8.500h.1M8.5 8.500h.1M11.5 8.500h.1M14.5 8.500h.1M6.5 11.500h7"
            }
            Self::Lock => "M5 9h10v8H5V9zM7 9V6.500a3 3 0 0 1 6 0V9",
            Self::Mail => "M2.5 4.500h15v11h-15v-11zM2.5 5.500l7.5 6 7.5-6",
            Self::Move => "M3 10h13M11 5l5 5-5 5",
            Self::Note => "M4 3h12v9l-5 5H4V3zM16 12h-5v5M7 7h6M7 10h3",
            Self::Pause => "M10 17.5a7.5 7.5 0 1 0 0-15 7.5 7.5 0 0 0 0 15zM10 5.500V10l3 2",
            Self::Person => "M10 10a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM3.5 17.500c.5-3.5 3-5 6.5-5s6 1.5 6.5 5",
            Self::Phone => "M6 2.5 3.5 4c0 6 6 12.5 12.5 12.500L17.5 14l-3.5-2.5-2 1.500c-2-1-4-3-5-5l1.5-2L6 2.500z",
            Self::Plus => "M10 4v12M4 10h12",
            Self::Reply => "M8 5 3.5 9.5 8 14M3.5 9.500H12c3 0 4.5 2 4.5 5.5",
            Self::Search => "M9 14.500a5.5 5.5 0 1 0 0-11 5.5 5.5 0 0 0 0 11zM13 13l4 4",
            Self::Unlock => "M5 9h10v8H5V9zM7 9V6.500a3 3 0 0 1 5.8-1",
        }
    }
}

#[component]
pub fn Icon(sign: Sign) -> impl IntoView {
    view! {
        <svg class="icon" viewBox="0 0 20 20" width="20" height="20" aria-hidden="true" focusable="false">
            <path d=sign.path() />
        </svg>
    }
}
