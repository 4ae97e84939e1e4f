namespace ShadowMig.Driver.Simulation;

/// <summary>What one guest or host got, and what was asked of it, over time.</summary>
internal sealed class ServiceEntry
{
    private (double At, double Given, double Asked, bool Marked)? _last;
    private bool _wasMarked;

    /// <summary>Time that the mark was set (a host ran something, a guest migrated), seconds.</summary>
    public double MarkedSeconds { get; private set; }

    /// <summary>The part of it in which less was given than asked for, seconds.</summary>
    public double MarkedShortSeconds { get; private set; }

    /// <summary>Work asked for, MIPS times seconds.</summary>
    public double Asked { get; private set; }

    /// <summary>Work that was asked for and not given, MIPS times seconds.</summary>
    public double Missing { get; private set; }

    /// <summary>The part of it that was missing while the mark was set, MIPS times seconds.</summary>
    public double MarkedMissing { get; private set; }

    /// <summary>How often the mark went from set to not set.</summary>
    public int Ends { get; private set; }

    /// <summary>Notes how things are from now on; what was noted at the same time before is forgotten.</summary>
    public void Enter(double seconds, double given, double asked, bool marked)
    {
        if (_last is { } last && last.At != seconds)
        {
            double time = seconds - last.At;
            double missing = Math.Max(0, last.Asked - last.Given);
            Asked += last.Asked * time;
            Missing += missing * time;
            Ends += _wasMarked && !last.Marked ? 1 : 0;
            _wasMarked = last.Marked;
            if (last.Marked)
            {
                MarkedSeconds += time;
                MarkedShortSeconds += last.Given < last.Asked ? time : 0;
                MarkedMissing += missing * time;
            }
        }

        _last = (seconds, given, asked, marked);
    }
}
