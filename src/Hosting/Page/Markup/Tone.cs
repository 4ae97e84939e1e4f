namespace ShadowMig.Hosting.Page.Markup;

/// <summary>How a word is coloured; never the only sign.</summary>
internal enum Tone
{
    /// <summary>Like text.</summary>
    Plain,

    /// <summary>All is well.</summary>
    Good,

    /// <summary>Worth a look.</summary>
    Caution,

    /// <summary>Something is wrong.</summary>
    Bad,
}
