namespace ShadowMig.Driver.Orchestration;

/// <summary>A check that needs no guest: the doctor makes it too.</summary>
public interface INodeCheck : IPreflightCheck;
