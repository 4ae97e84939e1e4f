namespace ShadowMig.Driver.Detection;

/// <summary>Says whether a host is overloaded. Pure: the same history gives the same verdict; a new method is a new class.</summary>
public interface IOverloadDetector
{
    /// <summary>The method and its parameter, for people.</summary>
    string Name { get; }

    /// <summary>Judges one host.</summary>
    OverloadVerdict Judge(LoadHistory load);
}
