namespace ShadowMig.Tests.Robustness;

/// <summary>Damages texts and files: cuts, repeats, swaps and odd insertions. The same seed does the same.</summary>
internal sealed class Mutator(int seed)
{
    private static readonly string[] Oddities =
    [
        "\0", "\n", "\r\n", "\t", "\"", "'", "<", ">", "&", "]]>", "<![CDATA[", "\"><!ENTITY x SYSTEM 'file:///etc/passwd'>",
        "<!DOCTYPE a [<!ENTITY x 'y'>]>", "&x;", "&#0;", "\\ud800", "\ud83d\ude00", "\ud800", "\u202e", "\u00a0", "-1", "-0", "99999999999999999999",
        "9223372036854775807", "1e999", "-Infinity", "Infinity", "NaN", "0x10", "null", "true", "{}", "[]", "{", "[", ",", ":", "%s%n",
        new('A', 4096), string.Concat(Enumerable.Repeat("<a>", 2000)), string.Concat(Enumerable.Repeat("[", 2000)),
    ];

    private readonly Random _random = new(seed);

    /// <summary>A text that was damaged in one to three places.</summary>
    public string Text(string valid)
    {
        string text = valid;
        for (int change = _random.Next(1, 4); change > 0; change--)
            text = Damage(text);
        return text;
    }

    /// <summary>Bytes of which some were changed, and at times the end was cut off.</summary>
    public byte[] Bytes(byte[] valid)
    {
        byte[] bytes = [.. valid];
        for (int change = _random.Next(1, 64); change > 0; change--)
            bytes[_random.Next(bytes.Length)] = (byte)_random.Next(256);
        return _random.Next(3) == 0 ? bytes[.._random.Next(bytes.Length)] : bytes;
    }

    private string Damage(string text)
    {
        (int from, int to) = (_random.Next(text.Length + 1), _random.Next(text.Length + 1));
        if (from > to)
            (from, to) = (to, from);
        to = Math.Min(to, from + 64);
        return _random.Next(6) switch
        {
            0 => text[..from],
            1 => text[..from] + text[to..],
            2 => text[..to] + text[from..],
            3 => text[..from] + (char)_random.Next(128) + text[Math.Min(text.Length, from + 1)..],
            4 => text[..from] + Oddities[_random.Next(Oddities.Length)] + text[to..],
            _ => text[..from] + Oddities[_random.Next(Oddities.Length)] + text[from..],
        };
    }
}
